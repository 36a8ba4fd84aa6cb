import { describe, expect, it, test } from 'vitest';
import { item } from '../../../../runner/core/at.ts';
import type { Claim } from '../../../../runner/experiment/results/evidence-schema.ts';
import { type Card, cardsOf, cardsOfBest } from '../../../../site/words/believe.ts';
import type { FeatureSummary } from '../../../../site/words/features/told.ts';

const passed = { status: 'passed', reason: null };
const labels = { count: 99, tokens: 2, best: [0.08] };
/** The neuron that knows who speaks, as it was published. */
const claim = {
  says: { whether: 'it is inside quotation marks', event: null },
  sign: -1,
  effect: { localAuc: 0.024, interval: [0.015, 0.033] },
  rungs: {
    heldOut: { ...passed, measured: null },
    learned: { ...passed, measured: { networks: 5, claim: 0.476, best: [0.11, 0.13], limit: 0.17, labels } },
    specific: { ...passed, measured: { rivals: [{ of: { shift: -1 }, label: 0.98, rival: 0.73 }] } },
    used: {
      ...passed,
      measured: { flip: 0.1396, others: [0.0174, -0.013], difference: 0.1454, interval: [0.13, 0.17] },
    },
  },
} as unknown as Claim;

const untold = structuredClone(claim);
untold.rungs.learned = { status: 'not run', reason: { code: 'catalogue' }, measured: null };
untold.rungs.specific = { ...untold.rungs.specific, status: 'not testable', reason: { code: 'nothing speaks for it' } };
untold.rungs.used = { status: 'not run', reason: { code: 'not learned' }, measured: null };

const unused = structuredClone(claim);
unused.rungs.used = {
  status: 'failed',
  reason: { code: 'costs nothing' },
  measured: { flip: -0.0007, others: [] },
} as unknown as Claim['rungs']['used'];

const told = {
  networks: 2,
  learned: 1,
  untrained: { effects: [], best: [0.1, 0.2] },
  effects: [],
  feature: { name: 'past tense', bar: 0.2, labels: 0.1 },
  best: [{ neuron: 1, discovery: 0.1, confirmation: 0.08, learned: true, detector: null }],
} as unknown as FeatureSummary;

const said = ({ question, number, status, text, rows }: Card) =>
  `${question} ${number} (${status}, ${rows.length} rows) ${text}`;

test.each([
  ['of a claim, each with a number that stands in its sentence or picture', cardsOf(claim)],
  ['of a number, whose score is a rank correlation', cardsOf({ ...claim, says: { ...claim.says, number: true } })],
  ['of what was not measured, which says why and has no picture', cardsOf(untold)],
  ['of one that the network does not use, whose states on other pages were not tried', cardsOf(unused)],
  ['without a claim, of which the scores of all neurons speak, and two stay open', cardsOfBest(told)],
  ['of no neuron', cardsOfBest({ ...told, best: [] })],
])('four questions are asked %s', (_, cards) => expect(cards.map(said)).toMatchSnapshot());

describe('on new pages the direction that was chosen counts', () => {
  // By hand: below .5 was claimed, so 1 minus the area; of a number twice its distance from .5.
  it.each([
    [false, 0.46, [0.42, 0.53], '0.54', '54 times in 100 (95% interval 0.47 to 0.58)'],
    [false, 0.55, [0.52, 0.58], '0.45', '45 times in 100 (95% interval 0.42 to 0.48)'],
    [
      true,
      0.46,
      [0.42, 0.53],
      '0.08',
      'fall with the numbers. On other pages the rank correlation in that direction is 0.08 (95% interval −0.06 to 0.16)',
    ],
    [true, 0.55, [0.52, 0.58], '−0.10', 'direction is −0.10 (95% interval −0.16 to −0.04)'],
  ] as const)('of a number: %s, area %d', (number, localAuc, interval, score, said) => {
    const says = { ...claim.says, ...(number && { number }) };
    const [card] = cardsOf({ ...claim, effect: { localAuc, interval } as unknown as Claim['effect'], says });
    expect(card?.number).toBe(score);
    expect(card?.text).toContain(said);
    const marks = card?.rows.flatMap((row) => row.marks.flatMap(({ at, to = at }) => [at, to])) ?? [];
    expect(Math.min(...marks)).toBeGreaterThanOrEqual(card?.axis.from ?? 1);
  });

  it('without a claim too', () => {
    const [best] = told.best;
    const turned = { ...told, best: [{ ...item(told.best, 0), confirmation: 0.6 }] };
    expect(best?.discovery).toBe(0.1);
    expect(cardsOfBest(turned)[0]).toMatchObject({ status: 'failed', number: '0.40' });
  });
});

test('marks lie within their axis, and losses of like size share a scale', () => {
  for (const { rows, axis } of cardsOf(claim))
    for (const { marks } of rows)
      for (const { at, to = at } of marks) {
        expect(Math.min(at, to)).toBeGreaterThanOrEqual(axis.from);
        expect(Math.max(at, to)).toBeLessThanOrEqual(axis.top);
      }
  expect(item(cardsOf(claim), 3).axis).toMatchObject({ from: -0.2, top: 0.05 });
});
