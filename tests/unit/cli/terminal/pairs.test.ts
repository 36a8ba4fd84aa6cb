import { expect, it } from 'vitest';
import type { ConditionScore, PairSet } from '../../../../runner/analysis/pairs/pairs-schema.ts';
import { renderPairs } from '../../../../runner/cli/terminal/pairs.ts';
import { item } from '../../../../runner/core/at.ts';
import { heldNote } from '../../../../runner/wording/pairs.ts';

const score = (pairs: number, right: number, margin: number) => ({
  pairs,
  accuracy: right / pairs,
  accuracyInterval: [0.5, 0.9] as [number, number],
  margin,
  interval: [margin - 1, margin + 1] as [number, number],
});
const of = (subject: string, own: ReturnType<typeof score>): ConditionScore => ({ by: { subject }, ...own });
type Held = PairSet['held'][number];
const held = (
  ...[neurons, margin, at = 'mean', why = 'claimed']: [number[], number, Held['at']?, Held['why']?]
): Held => ({
  component: 'cell',
  layer: 1,
  neurons,
  why,
  at,
  values: neurons.map(() => 0.1),
  conditions: [of('one', score(10, 10, 2)), of('\x1b[31mmany', score(10, 0, margin))],
  all: score(20, 10, margin),
  alike: null,
});
const set: PairSet = {
  name: 'agreement',
  source: 'a.tsv',
  by: ['subject'],
  mark: 'subject',
  before: null,
  pairs: 20,
  skipped: 1,
  unknown: 0,
  courses: [],
  examples: [],
  scan: null,
  conditions: [of('one', score(10, 10, 4)), of('\x1b[31mmany', score(10, 9, 3))],
  all: score(20, 19, 3.5),
  // At 0 they cost more than at their means.
  held: [held([15], 3.4), held([15], -3, 0), held([5, 7], -2), held([5, 7], -3, 0), held([9], 3.45, 0, 'by hand')],
  interchange: [
    {
      component: 'cell',
      layer: 1,
      neurons: [5],
      why: 'claimed',
      pairs: 20,
      turned: 18,
      margin: -3,
      turnedInterval: [0.7, 0.97],
      conditions: [],
      alike: { draws: 20, most: 1 },
    },
  ],
};

it('a table by condition, the holds that cost most first, as many as fit', () => {
  const wide = renderPairs([set], { width: 100 });
  expect(wide).toContain('The right side is the likelier one in 19 of 20 pairs (95%: 50% to 90%), by 3.50 nats');
  expect(wide).toContain('1 pair was left out');
  expect(wide.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    '             pairs  as it is  nats  5 and 7 at mean   nats  15 at mean  nats  9 at 0  nats',
    '  one           10        10  4.00               10   2.00          10  2.00      10  2.00',
    '  ␛[31mmany     10         9  3.00                0  −2.00           0  3.40       0  3.45',
    '  all           20        19  3.50               10  −2.00          10  3.40      10  3.45',
  ]);
  // Whatever costs more, none of them is told at 0 beside its mean; what a user holds is.
  expect(wide.replace(/\s+/g, ' ')).toContain(`${heldNote} Every hold is in pairs.csv.`);
  const narrow = renderPairs([set], { width: 60 });
  expect(narrow).toContain('5 and 7 at mean');
  expect(narrow).not.toContain('15 at mean');
});

it('a sentence for what is taken from the twin, of the three that turn most', () => {
  const said = (changes: object[]) =>
    renderPairs([{ ...set, interchange: changes.map((each) => ({ ...item(set.interchange, 0), ...each })) }], {
      width: 400,
    });
  expect(said([{ alike: { draws: 1, most: 0 } }])).toContain('; of 1 other that is like it, none turns any.');
  const told = said([0, 2, 9, 0, 5, 7].map((turned, neuron) => ({ neurons: [neuron], turned })));
  expect(told.match(/(?<=^Taken from the twin, )neuron \d+ turns \d+/gm)).toEqual([
    'neuron 2 turns 9',
    'neuron 5 turns 7',
    'neuron 4 turns 5',
  ]);
});
