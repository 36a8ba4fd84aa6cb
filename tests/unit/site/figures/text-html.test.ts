import { expect, test } from 'vitest';
import { textHtml } from '../../../../site/figures/text-html.ts';

const plain = { unknown: [], resets: [0], promptLength: 0 };

test('each token is isolated and has its colour', () => {
  expect(textHtml({ ...plain, tokens: ['a', ' '] }, [0.5, -1], [])).toBe(
    '<bdi style="--a:.5">a</bdi><bdi style="--a:-1"> </bdi>',
  );
});

test('carriers, unknown words, line breaks and characters without a form have classes', () => {
  const html = textHtml({ ...plain, tokens: ['.', 'zyx', '\n', '\u202e'], unknown: [1] }, [0, 0, 0, 0], [0, 1]);
  expect(html).toBe(
    '<bdi class="f" style="--a:0">.</bdi><bdi class="f u" style="--a:0">zyx</bdi><bdi class="n" style="--a:0">\n</bdi><bdi class="c" style="--a:0">U+202E</bdi>',
  );
});

test('nothing in a token reaches the page as markup', () => {
  const html = textHtml({ ...plain, tokens: ['<script>', '"', '&amp;'] }, [0, 0, 0], []);
  expect(html.replace(/<\/?bdi[^>]*>/g, '')).toBe('&lt;script&gt;&quot;&amp;amp;');
});

test('the prompt is one span, and a reset stands before its token', () => {
  const html = textHtml({ tokens: ['a', 'b', 'c'], unknown: [], resets: [0, 2], promptLength: 2 }, [0, 0, 0], []);
  expect(html.replace(/ style="[^"]*"/g, '')).toBe(
    '<span class="prompt"><bdi>a</bdi><bdi>b</bdi></span><span class="reset">starts again</span><bdi>c</bdi>',
  );
});

test('the prompt of a text that is written from right to left stands at its end', () => {
  const html = textHtml({ ...plain, tokens: ['a', 'b', 'c'], promptLength: 2, promptStart: 1 }, [0, 0, 0], []);
  expect(html.replace(/ style="[^"]*"/g, '')).toBe('<bdi>a</bdi><span class="prompt"><bdi>b</bdi><bdi>c</bdi></span>');
});

test('a text that is all prompt is closed too', () => {
  const html = textHtml({ ...plain, tokens: ['a'], promptLength: 1 }, [0], []);
  expect(html.endsWith('</bdi></span>')).toBe(true);
});

test('tokens that were cut at white space have it again between them, but round no line break', () => {
  const html = textHtml({ ...plain, tokens: ['do', "n't", '\n', 'go', '.'], cut: 'whitespace' }, [0, 0, 0, 0, 0], []);
  expect(html.replace(/<[^>]*>/g, '')).toBe('do n&#39;t\ngo .');
});

test('the token that an excerpt was chosen for is marked', () => {
  const html = textHtml({ ...plain, tokens: ['a', 'b'] }, [0, 0], [1], 1);
  expect(html).toBe('<bdi style="--a:0">a</bdi><bdi class="f m" style="--a:0">b</bdi>');
});
