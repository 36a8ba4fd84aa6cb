/** What the page of pairs says of its units. */
import { describe, expect, it } from 'vitest';
import { seenSentence } from '../../../../../runner/wording/pairs.ts';
import { decodersCsv, itemsCsv, unitsCsv } from '../../../../../runner/wording/pairs-tables.ts';
import type { Column } from '../../../../../site/words/columns.ts';
import {
  causalNeurons,
  decoderTable,
  depthRows,
  depthSentence,
  reachSentence,
  unitTable,
  withoutEach,
} from '../../../../../site/words/pairs/units.ts';
import { madePairs, pairNeurons } from '../../../../fixtures/results/made-pairs.ts';

const [set] = madePairs.sets;
if (set === undefined) throw new Error('there is a set');
const { across, units, decoders, depth } = set;
if (across === undefined || units === undefined || decoders === undefined || depth === undefined)
  throw new Error('it has all');

/** Headings, then rows of cells. */
const table = <Row>({ columns, rows }: { columns: readonly Column<Row>[]; rows: readonly Row[] }) => [
  columns.map(({ heading }) => heading),
  ...rows.map((row) => columns.map(({ cell }) => cell(row))),
];

describe('tables of units', () => {
  it.each([
    ['what is right without those on which the preferences hang', table(withoutEach(set, across))],
    ['those without which fewest are right', table(unitTable(set, units))],
    ['where decoders were made, and where they are read', table(decoderTable(decoders, decoders.auc))],
    ['how much of the depth the layer tells', [depthSentence(depth), ...depthRows(depth).map(({ value }) => value)]],
    ['it beside nothing', depthSentence({ ...depth, untrained: null, shuffled: null })],
    ['which tell it how far', reachSentence(units)],
    ['which stand in the training text', set.seen && seenSentence(set.seen)],
    ['units as CSV', unitsCsv([set])],
    ['decoders as CSV', decodersCsv([set])],
  ])('say %s', (_, said) => expect(said).toMatchSnapshot());

  it('of an older result tell the neuron that is told first, and nothing more', () => {
    const { gates: _, units: _units, ...older } = set;
    expect(causalNeurons(older)).toEqual([pairNeurons.decides]);
    expect(withoutEach(older, across).columns.map(({ heading }) => heading)).not.toContain('AUC of neuron 5');
    expect([unitsCsv([older]).split('\r\n').length, reachSentence({ ...units, told: null })]).toEqual([2, '']);
  });
});

it('items have plain columns, a row for each pair and hold, and none where nothing could be taken', () => {
  const where = { component: 'cell', layer: 1 } as const;
  const pairs = ['a', '=b'].map((id) => ({ id, values: { 'number of nouns': '2', held: 'x' } }));
  const items = [
    { ...where, neurons: [], at: null, margins: [1.5, -0.25] },
    { ...where, neurons: [5, 15], at: 'twin' as const, margins: [null, 0] },
  ];
  expect(itemsCsv([{ set: 's', pairs, seen: null, items }])).toMatchSnapshot();
});
