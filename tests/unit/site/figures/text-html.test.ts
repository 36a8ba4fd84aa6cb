import { expect, test } from 'vitest';
import { textHtml } from '../../../../site/figures/text-html.ts';

const plain = { unknown: [], resets: [0], promptLength: 0 };
const bare = (html: string) => html.replace(/ style="[^"]*"/g, '');

test('tokens are isolated, coloured, and have classes where they carry, are unknown, break a line, or have no form', () => {
  const text = { ...plain, tokens: ['.', 'zyx', '\n', '\u202e', ' '], unknown: [1] };
  expect(textHtml(text, [0.5, -1, 0, 0, 0], [0, 1])).toBe(
    '<bdi class="f" style="--a:.5">.</bdi><bdi class="f u" style="--a:-1">zyx</bdi><bdi class="n" style="--a:0">\n</bdi><bdi class="c" style="--a:0">U+202E</bdi><bdi style="--a:0"> </bdi>',
  );
});

test('nothing in a token reaches the page as markup', () => {
  const html = textHtml({ ...plain, tokens: ['<script>', '"', '&amp;'] }, [0, 0, 0], []);
  expect(html.replace(/<\/?bdi[^>]*>/g, '')).toBe('&lt;script&gt;&quot;&amp;amp;');
});

test.each([
  [
    'is one span, and a reset stands before its token',
    { resets: [0, 2], promptLength: 2 },
    '<span class="prompt"><bdi>a</bdi><bdi>b</bdi></span><span class="reset">starts again</span><bdi>c</bdi>',
  ],
  [
    'stands at the end of a text that is written from right to left',
    { promptLength: 2, promptStart: 1 },
    '<bdi>a</bdi><span class="prompt"><bdi>b</bdi><bdi>c</bdi></span>',
  ],
  [
    'is closed where it is all',
    { promptLength: 3 },
    '<span class="prompt"><bdi>a</bdi><bdi>b</bdi><bdi>c</bdi></span>',
  ],
])('the prompt %s', (_, prompt, html) => {
  expect(bare(textHtml({ ...plain, ...prompt, tokens: ['a', 'b', 'c'] }, [0, 0, 0], []))).toBe(html);
});

test('tokens that were cut at white space have it again between them, but round no line break', () => {
  const html = textHtml({ ...plain, tokens: ['do', "n't", '\n', 'go', '.'], cut: 'whitespace' }, [0, 0, 0, 0, 0], []);
  expect(html.replace(/<[^>]*>/g, '')).toBe('do n&#39;t\ngo .');
});

test('the token that an excerpt was chosen for is marked', () => {
  expect(bare(textHtml({ ...plain, tokens: ['a', 'b'] }, [0, 0], [1], 1))).toBe('<bdi>a</bdi><bdi class="f m">b</bdi>');
});
