/** The check of write-ups, run by the compiler that the site uses. */
import { satteri } from '@astrojs/markdown-satteri';
import { expect, test } from 'vitest';
import { checkMdx } from '../../../../../site/words/write-up/check-mdx.ts';

async function compiled(text: string): Promise<string> {
  const processor = satteri({ mdastPlugins: [checkMdx('/atlas')] });
  const renderer = await processor.createMdxRenderer?.({ syntaxHighlight: false }, { optimize: false });
  return (await renderer?.process(text, '/experiments/a.mdx', {}))?.code ?? '';
}

test('every component learns its line, in running text and inside another one too', async () => {
  const code = await compiled(
    '# Title\n\n<Surface />\n\ntext <Value of="a" />\n\n<When of="b">\n\n<Heatmap />\n\n</When>\n',
  );
  expect([...code.matchAll(/_jsxs?\((\w+), \{[^}]*?at: "(\d+)"/g)].map(([, name, line]) => [name, line])).toEqual([
    ['Surface', '3'],
    ['Value', '5'],
    ['When', '7'],
    ['Heatmap', '9'],
  ]);
  expect(code).toContain('of: "a"');
});

test('what is unknown, or would break the policy of the pages, is refused with its line', async () => {
  await expect(compiled('a\n\n<Heatmp />')).rejects.toThrow(
    /^line 3: there is no component <Heatmp>; there are Highlight/,
  );
  await expect(compiled('<script>alert(1)</script>')).rejects.toThrow('line 1: <script> cannot stand here');
  await expect(compiled('a\n\nb <b onclick="x()">c</b>')).rejects.toThrow('line 3: onclick of <b> cannot stand here');
  await expect(compiled('![a](https://example.com/a.png)')).rejects.toThrow(
    'line 1: a picture from https://example.com',
  );
  await expect(compiled('<img src="//example.com/a.png" />')).rejects.toThrow(
    'line 1: a file from //example.com/a.png',
  );
  expect(await compiled("import Own from './own.astro'\n\n<Own /> <b class='c'>d</b>")).toContain('Own');
});

test('links and pictures of this site get its base path, and headings names of their own', async () => {
  const code = await compiled('## Data\n\n## Data\n\n[a](/methods/) [b](#data) [c](https://example.com/) ![d](/e.png)');
  for (const part of ['"/atlas/methods/"', '"#data"', '"https://example.com/"', '"/atlas/e.png"']) {
    expect(code).toContain(part);
  }
  expect([...code.matchAll(/id: "([^"]+)"/g)].map(([, id]) => id)).toEqual(['write-up-data', 'write-up-data-2']);
});
