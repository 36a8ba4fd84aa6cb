import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { curvesSvg, spread, ticks } from '../../../../../site/browser/compare/curves.ts';
import { curvesHtml } from '../../../../../site/browser/compare/curves-view.ts';
import { compared } from '../../../../../site/words/compare/compared.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

const curve = (letter: string, index: number, losses: number[]) => ({
  letter,
  index,
  points: losses.map((loss, epoch) => ({ epoch, loss })),
});

test('ticks are round and enclose the values', () => {
  expect(ticks(2.1, 8.6, 5)).toEqual([2, 4, 6, 8, 10]);
  expect(ticks(0, 10, 8)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticks(2.31, 2.38, 5)).toEqual([2.3, 2.32, 2.34, 2.36, 2.38]);
  expect(ticks(3, 3, 5).length).toBeGreaterThan(1);
});

test('labels keep their order, do not overlap and stay above the bottom', () => {
  const heights = spread([200, 199, 230, 50, 228], 232);
  const order = [3, 1, 0, 4, 2].map((i) => heights[i] ?? 0);
  for (const [i, height] of order.entries()) {
    if (i > 0) expect(height - (order[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
    expect(height).toBeLessThanOrEqual(232);
  }
  expect(spread([20, 90], 232)).toEqual([20, 90]);
});

test('every experiment has a line through its losses and a label at its end', () => {
  const svg = curvesSvg([curve('A', 0, [8, 4, 3]), curve('C', 2, [8, 5, 4, 3.5])], 400).html;
  const { document } = parseHTML(svg);
  expect([...document.querySelectorAll('.label')].map((label) => label.textContent)).toEqual(['A 3.00', 'C 3.50']);
  const paths = [...document.querySelectorAll('path:not(.leader, .grid path)')].map((p) => p.getAttribute('d') ?? '');
  expect(paths.map((d) => d.split('L').length)).toEqual([3, 4]);
  const points = (paths[0] ?? '')
    .replace(/^M/, '')
    .split('L')
    .map((pair) => pair.split(' ').map(Number));
  const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = points;
  expect(x1 - x0).toBeCloseTo(x2 - x1, 0);
  expect((y1 - y0) / (y2 - y1)).toBeCloseTo(4, 1);
});

test('losses are a table too, and an experiment without a curve is named', () => {
  const { result } = madeEvidence('lstm-dots');
  const a = compared('a', result);
  const { document } = parseHTML(`<main>${curvesHtml([a, { ...a, curve: null }, a], 400).html}</main>`);
  const cells = [...document.querySelectorAll('tbody tr:last-child > *')].map((cell) => cell.textContent);
  const last = result.learningCurve?.epochs.at(-1);
  expect(cells).toEqual([`${last?.epoch}`, last?.validationLoss.toFixed(3), last?.validationLoss.toFixed(3)]);
  expect(document.querySelector('.note')?.textContent).toBe('Without a learning curve: B.');
});
