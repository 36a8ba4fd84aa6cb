import { expect, test } from 'vitest';
import { item } from '../../../../runner/core/at.ts';
import type { Claim } from '../../../../runner/experiment/results/evidence-schema.ts';
import { cardsOf, cardsOfBest } from '../../../../site/words/believe.ts';
import type { FeatureSummary } from '../../../../site/words/features/told.ts';

/** The neuron that knows who speaks, as it was published. */
const claim = {
  says: { whether: 'it is inside quotation marks', event: null },
  effect: { localAuc: 0.024, interval: [0.015, 0.033] },
  rungs: {
    heldOut: { status: 'passed', reason: null, measured: null },
    learned: {
      ...{ status: 'passed', reason: null },
      measured: {
        networks: 5,
        claim: 0.476,
        best: [0.11, 0.13],
        limit: 0.17,
        labels: { count: 99, tokens: 2, best: [0.08] },
      },
    },
    specific: {
      ...{ status: 'passed', reason: null },
      measured: { rivals: [{ of: { shift: -1 }, label: 0.98, rival: 0.73 }] },
    },
    used: {
      ...{ status: 'passed', reason: null },
      measured: { flip: 0.1396, others: [0.0174, -0.013], difference: 0.1454, interval: [0.13, 0.17] },
    },
  },
} as unknown as Claim;

test('a claim is asked four questions, each with a number that stands in its sentence or picture', () => {
  const cards = cardsOf(claim);
  expect(cards.map(({ number, status }) => `${number} ${status}`)).toEqual([
    ...['0.98 passed', '0.63 passed', '0.98 passed', '−13% passed'],
  ]);
  const [pages, network, alike, used] = cards.map(({ text }) => text);
  expect(pages).toContain('which is which 98 times in 100 (95% interval 0.97 to 0.98)');
  expect(network).toBe(
    'The best neuron in each of 5 networks that learned nothing scores 0.63 at most, this one 0.98; above 0.67 it counts as learned. For labels drawn by lot the best of this network scores 0.58.',
  );
  expect(alike).toContain('the same label 1 token earlier');
  expect(used).toContain('13% less likely');
  expect(used).toContain('−1.7%, +1.3%');
});

test('marks lie within their axis, and losses of like size share a scale', () => {
  for (const { rows, axis } of cardsOf(claim))
    for (const { marks } of rows)
      for (const { at, to = at } of marks) {
        expect(Math.min(at, to)).toBeGreaterThanOrEqual(axis.from);
        expect(Math.max(at, to)).toBeLessThanOrEqual(axis.top);
      }
  expect(item(cardsOf(claim), 3).axis.from).toBe(-0.2);
});

test('of a number the score is a rank correlation', () => {
  const number = { ...claim, says: { ...claim.says, number: true as const } };
  const [pages, network] = cardsOf(number);
  expect(pages?.number).toBe('0.95');
  expect(pages?.text).toContain('rank correlation of 0.95 (95% interval 0.93 to 0.97)');
  expect(network?.number).toBe('0.26');
});

test('what was not measured says why, and has no picture', () => {
  const untold = structuredClone(claim);
  untold.rungs.learned = { status: 'not run', reason: { code: 'catalogue' }, measured: null };
  untold.rungs.specific.status = 'not testable';
  untold.rungs.specific.reason = { code: 'nothing speaks for it' };
  untold.rungs.used = { status: 'not run', reason: { code: 'not learned' }, measured: null };
  const [, network, alike, used] = cardsOf(untold);
  expect([network, alike, used].map((card) => card?.rows)).toEqual([[], [], []]);
  expect([network, alike, used].map((card) => card?.number)).toEqual(['–', '–', '–']);
  expect(alike?.text).toContain('Nothing that the network knows could be told apart');
  expect(used?.text).toContain("passed 'learned'");
});

test('without a claim the scores of all neurons speak, and two questions stay open', () => {
  const told = {
    ...{ networks: 2, learned: 1, untrained: { effects: [], best: [0.1, 0.2] }, effects: [] },
    feature: { name: 'past tense', bar: 0.2, labels: 0.1 },
    best: [{ neuron: 1, discovery: 0.1, confirmation: 0.08, learned: true, detector: null }],
  } as unknown as FeatureSummary;
  expect(cardsOfBest(told).map(({ number, status }) => `${number} ${status}`)).toEqual([
    ...['0.92 passed', '0.70 passed', '– not run', '– not run'],
  ]);
  expect(cardsOfBest({ ...told, best: [] })).toEqual([]);
});
