import { parseHTML } from 'linkedom';
import { beforeEach, expect, test, vi } from 'vitest';
import { shownText, tokenAfter } from '../../../../site/browser/shown-text.ts';
import { textHtml } from '../../../../site/figures/text-html.ts';

const dom = parseHTML('<!doctype html><body></body>');
beforeEach(() => {
  vi.stubGlobal('HTMLElement', dom.HTMLElement);
});

/** Two segments of three words, or one with a prompt. */
const given = { tokens: ['a', 'b', 'c', 'd', 'e', 'f'], unknown: [], resets: [0], promptStart: 0, promptLength: 0 };

function following(text: typeof given, direction: 'forward' | 'backward') {
  const section = dom.document.createElement('section');
  const marked = direction === 'backward' ? ' data-backward' : '';
  section.innerHTML = `<p data-tokens${marked}>${textHtml(text, new Float32Array(6), [])}</p>`;
  const shown = shownText(section as unknown as HTMLElement);
  return text.tokens.map((_, position) => tokenAfter(shown, position));
}

test('what came after a token is what a model read next: to its right, or to its left', () => {
  const segments = { ...given, resets: [0, 3] };
  expect(following(segments, 'forward')).toEqual(['b', 'c', null, 'e', 'f', null]);
  expect(following(segments, 'backward')).toEqual([null, 'a', 'b', null, 'd', 'e']);
});

test('a prompt that it goes on from stands to the left, or to the right', () => {
  expect(following({ ...given, promptLength: 2 }, 'forward')).toEqual(['b', 'c', 'd', 'e', 'f', null]);
  expect(following({ ...given, promptStart: 4, promptLength: 2 }, 'backward')).toEqual([null, 'a', 'b', 'c', 'd', 'e']);
});
