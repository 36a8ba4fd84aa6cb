import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { embeddedJson, escapeHtml, html, trusted } from '../../../../site/words/html.ts';

test('what is put in is text, in content and in attributes', () => {
  const hostile = `"><img src=x onerror=alert(1)>'&amp;`;
  const { document } = parseHTML(`<div>${html`<p title="${hostile}">${hostile}</p>`.html}</div>`);
  expect(document.querySelector('img')).toBeNull();
  expect(document.querySelector('p')?.textContent).toBe(hostile);
  expect(document.querySelector('p')?.getAttribute('title')).toBe(hostile);
  expect(escapeHtml(`<b a="'">&amp;`)).toBe('&lt;b a=&quot;&#39;&quot;&gt;&amp;amp;');
});

test('HTML stays HTML, lists are joined, and nothing is written for nothing', () => {
  const items = ['a', 'b<'].map((name) => html`<li>${name}</li>`);
  expect(html`<ul>${items}${null}${false}${0}</ul>${trusted('<hr>')}`.html).toBe(
    '<ul><li>a</li><li>b&lt;</li>0</ul><hr>',
  );
});

test('JSON inside a page cannot end its element and reads back the same', () => {
  const json = embeddedJson({ name: '</script><!--' });
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ name: '</script><!--' });
});
