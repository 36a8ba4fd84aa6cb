import { expect, it } from 'vitest';
import { readHtml } from '../../../../../runner/io/formats/texts/html.ts';
import { processorTime } from '../../../../processor-time.ts';
import { all, piecesOf } from './read-text.ts';

const page = `<!doctype html><html><head><title>No</title><style>p { color: red }</style></head>
<body><h1>Caf&eacute;  &amp;
 bar</h1><script>if (1 < 2) alert("no")</script>
<p>One <b>t</b>wo<br>three</p><ul><li>a</li><li>b</li></ul>
<pre>  kept
 as it is</pre><table><tr><td>1</td><td>2</td></tr></table><p></p>end</body></html>`;

it('a page gives its text as it is read, without scripts and styles', async () => {
  for (const length of [1, 13, 1000]) {
    expect((await all(readHtml(piecesOf(page, length)))).join('')).toBe(
      'Café & bar\nOne two\nthree\na\nb\n  kept\n as it is\n1 2\nend\n',
    );
  }
});

it('pages that are not sound give what text they have', async () => {
  expect((await all(readHtml(piecesOf('<p>a<p>b</i> < c &nope; <script>x')))).join('')).toBe('a\nb < c &nope;\n');
  expect(await all(readHtml(piecesOf('')))).toEqual([]);
});

it('a page whose elements are opened and never closed is refused at once', async () => {
  const began = processorTime();
  for (const page of ['<div>'.repeat(300_000), '<b>x'.repeat(300_000)])
    await expect(all(readHtml(piecesOf(page)))).rejects.toThrow('more than 5000 elements lie in each other');
  expect(await all(readHtml(piecesOf('<p>a<br><img><input>'.repeat(300_000))))).toHaveLength(1);
  expect(processorTime() - began).toBeLessThan(10_000);
});
