import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { cardDrawing } from '../../../../site/figures/card-svg.ts';
import { onPage, svgOf } from '../../../../site/figures/drawing.ts';

const texts = (heading: string, sentence: string) => {
  const svg = svgOf(cardDrawing({ heading, sentence, strip: null }, onPage));
  const { document } = parseHTML(`<body>${svg}</body>`);
  return [...document.querySelectorAll('text')].map((each) => each.textContent ?? '');
};

test('a long title and a long sentence are cut with an ellipsis, inside the picture', () => {
  const shown = texts('word '.repeat(60), 'sentence '.repeat(200));
  expect(shown).toHaveLength(1 + 2 + 4);
  expect(shown[2]).toMatch(/…$/);
  expect(shown[6]).toMatch(/…$/);
  expect(Math.max(...shown.map((each) => each.length))).toBeLessThanOrEqual(68);
});

test('a short title stays whole, and markup in it is text', () => {
  expect(texts('<b>Dots</b>', 'One line.')).toEqual(['RNN Atlas', '<b>Dots</b>', 'One line.']);
});
