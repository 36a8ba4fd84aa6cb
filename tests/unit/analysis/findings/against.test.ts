import { expect, it } from 'vitest';
import { againstOf } from '../../../../runner/analysis/findings/rivals.ts';
import type { RivalTold } from '../../../../runner/analysis/findings/rungs-schema.ts';

const aRival = (own: Partial<RivalTold>): RivalTold => ({
  ...{ of: { feature: 'comma' }, correlation: 0.5, label: 0.6, rival: 0.7, difference: -0.1, interval: [-0.2, 0] },
  ...{ above: 1, below: 1, flat: false, alive: null },
  ...own,
});
const better = aRival({ below: 0.01 });
const flat = aRival({ of: { feature: 'quote' }, flat: true });

it.each<[string, RivalTold[], ReturnType<typeof againstOf>]>([
  ['nothing where no rival is told better', [aRival({})], null],
  ['a rival that is', [better], { code: 'rival', feature: 'comma', label: 0.6, rival: 0.7 }],
  ['one with a cell in which the label is not told', [aRival({}), flat], { code: 'only with', feature: 'quote' }],
  ['one that is told better rather than such a cell', [flat, better], againstOf({ rivals: [better] })],
  ['the label elsewhere', [{ ...better, of: { shift: 2 } }], { code: 'shifted', tokens: 2 }],
  ['its number', [{ ...flat, of: { number: 'depth' } }], { code: 'number behind', says: 'depth', rival: 0.7 }],
])('against a claim speaks %s', (_, rivals, reason) => {
  expect(againstOf({ rivals })).toEqual(reason);
});
