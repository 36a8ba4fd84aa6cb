import { expect, test } from 'vitest';
import { embeddedJson, escapeHtml } from '../../../../site/words/html.ts';

test('text becomes harmless in content and in attributes', () => {
  expect(escapeHtml(`<script>alert("1")</script> &amp; '`)).toBe(
    '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;amp; &#39;',
  );
});

test('JSON inside a page cannot end its element and reads back the same', () => {
  const json = embeddedJson({ name: '</script><!--' });
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ name: '</script><!--' });
});
