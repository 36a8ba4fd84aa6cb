/** Units that carry a number: over how many misleading nouns, in which code, what the verbs hear of them; and layers that tell depth. Activations are made up. */
import { expect, it } from 'vitest';
import type { PairReadings, SetTask } from '../../../../runner/analysis/pairs/asking.ts';
import { depthOf } from '../../../../runner/analysis/pairs/depth.ts';
import type { Pair } from '../../../../runner/analysis/pairs/encode.ts';
import {
  acrossCells,
  acrossOf,
  decodersOf,
  formsOf,
  markedBy,
  reachOfUnit,
  unitsOf,
} from '../../../../runner/analysis/pairs/number-units.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';

/** Couples of twins, `one` and `many`, of six tokens, of which the second differs; the number of misleading words goes from 0 to 2. */
const pairs = Array.from({ length: 120 }, (_, place): Pair => {
  const isMany = place % 2 === 1;
  const [right, wrong] = isMany ? [8, 7] : [7, 8];
  return {
    id: String(place),
    line: place + 1,
    tokens: [],
    at: null,
    twin: isMany ? place - 1 : place + 1,
    text: Int32Array.of(0, isMany ? 2 : 1, 3, 4, 5, 6),
    right: Int32Array.of(right),
    wrong: Int32Array.of(wrong),
    values: { subject: isMany ? 'many' : 'one', differing: String((place >> 1) % 3), kind: 'a' },
  };
});
const isMany = (pair: number): boolean => pair % 2 === 1;

/** @param value of a unit after a token of a pair's text. */
function taskOf(value: (pair: number, position: number, unit: number) => number, units = 4, of = pairs): SetTask {
  const readings: Pick<PairReadings, 'activations'> = {
    async activations(sequences, _, hear) {
      for (const [index, { pair, ids }] of sequences.entries())
        for (const position of ids.keys())
          hear(
            index,
            position,
            Float32Array.from({ length: units }, (_, unit) => value(pair, position, unit)),
          );
    },
  };
  return {
    pairs: of,
    by: ['subject', 'kind'],
    sequences: [],
    readings: readings as PairReadings,
    units,
    component: 'cell',
    layer: 1,
    array: 'cell.1',
  };
}

it.each([
  ['one that tells it over all', [1, 0.9, 0.8], 'long'],
  ['one that is lower for it, over all', [0, 0.1, 0.2], 'long'],
  ['one that follows the last noun', [1, 0, 0], 'short'],
  ['one that tells it where nothing misleads, and else nothing', [0.9, 0.5, 0.55], 'short'],
  ['one that tells it less and less', [1, 0.8, 0.7], null],
  ['one that never tells it', [0.6, 0.5, 0.4], null],
  ['one of which nothing else is known', [1], null],
  ['one where all have one value', [null, null], null],
])('a unit of long or short reach is %s', (_, areas, expected) => expect(reachOfUnit(areas)).toBe(expected));

it('cells go by the column, numbers rising, or by the conditions beside the mark', () => {
  const shuffled = { pairs: pairs.toReversed(), by: ['subject', 'kind'] };
  expect(acrossCells(shuffled, 'subject', 'differing').map(({ value, places }) => [value, places.length])).toEqual([
    ['0', 40],
    ['1', 40],
    ['2', 40],
  ]);
  expect(acrossCells(shuffled, 'subject', null)).toMatchObject([{ value: 'a' }]);
  expect(acrossCells({ pairs, by: ['subject'] }, 'subject', null)).toMatchObject([{ value: 'all' }]);
  expect([markedBy(pairs, 'subject'), markedBy(pairs, 'differing'), markedBy(pairs, null)]).toEqual([
    ['one', 'many'],
    null,
    null,
  ]);
});

it('what is right without each neuron stands beside what is right as it is; groups and what was taken of a part do not', () => {
  const cells = acrossCells({ pairs, by: [] }, 'subject', 'differing');
  const margins = (wrong: string) => pairs.map(({ values }) => (values.differing === wrong ? -1 : 1));
  const where = { component: 'cell', layer: 1 } as const;
  const { rows } = acrossOf(cells, 'differing', [
    { ...where, neurons: [], at: null, margins: margins('none') },
    { ...where, neurons: [3], at: 'mean', margins: margins('2') },
    { ...where, neurons: [3, 5], at: 'mean', margins: margins('2') },
    { ...where, neurons: [4], at: 'twin', margins: pairs.map(() => null) },
  ]);
  expect(rows).toEqual([
    { neurons: [], at: null, right: [40, 40, 40] },
    { neurons: [3], at: 'mean', right: [40, 40, 0] },
  ]);
});

it('each unit is told by condition, and by how well it tells the mark in each cell', () => {
  const draw = random(1);
  const rows = pairs.map((_, pair) => Float32Array.of(isMany(pair) ? 1 : -1, draw.normal()));
  const cells = acrossCells({ pairs, by: [] }, 'subject', 'differing');
  const held = new Map([[0, pairs.map((_, pair) => (isMany(pair) ? -2 : 1))]]);
  const task = taskOf(() => 0);
  const about = { cells, mark: 'subject', marks: markedBy(pairs, 'subject'), last: rows };
  const units = unitsOf(task, { ...about, held: new Map([...held, [1, pairs.map(() => 1)]]) });
  expect(units.told).toBe('many');
  expect(units.each[0]).toEqual({ neuron: 0, right: [60, 0], margin: [1, -2], auc: [1, 1, 1], reach: 'long' });
  for (const area of units.each[1]?.auc ?? []) expect(Math.abs((area ?? Number.NaN) - 0.5)).toBeLessThan(0.25);
  expect(unitsOf(task, { ...about, marks: null, held }).each[0]?.auc).toEqual([null, null, null]);
});

it('a code that changes is read while it lasts, and not behind its change', async () => {
  const draw = random(2);
  // One unit carries the mark at tokens 1 to 3 and is silent then, another is silent and carries it from 4 on; two are noise.
  const task = taskOf((pair, position, unit) => {
    if (unit > 1) return draw.normal();
    const carries = position >= 1 && unit === (position <= 3 ? 0 : 1);
    return carries ? (isMany(pair) ? 1 : -1) + 0.3 * draw.normal() : 0;
  });
  const found = await decodersOf(task, 'subject');
  expect(found?.places).toHaveLength(6);
  expect([found?.made, found?.read, found?.told]).toEqual([60, 60, 'many']);
  const area = (made: number, read: number) => found?.auc[made]?.[read] ?? Number.NaN;
  for (const made of [1, 2, 3, 4, 5])
    for (const read of [1, 2, 3, 4, 5]) {
      if (made <= 3 === read <= 3) expect(area(made, read)).toBeGreaterThan(0.98);
      else expect(Math.abs(area(made, read) - 0.5)).toBeLessThan(0.25);
    }
  for (const other of [0, 1, 4]) expect(Math.abs(area(0, other) - 0.5)).toBeLessThan(0.3);
});

it('decoders are not read on what they were made of: of noise they tell nothing', async () => {
  const draw = random(3);
  const found = await decodersOf(
    taskOf(() => draw.normal(), 60),
    'subject',
  );
  for (const area of found?.auc.flat() ?? []) expect(Math.abs(area - 0.5)).toBeLessThan(0.3);
});

it('needs a mark of two values, and enough twins', async () => {
  const task = taskOf(() => 0);
  expect(await decodersOf(task, 'differing')).toBeNull();
  expect(await decodersOf(task, null)).toBeNull();
  expect(await decodersOf({ ...task, pairs: pairs.slice(0, 20) }, 'subject')).toBeNull();
  // What never changes tells nothing.
  expect((await decodersOf(task, 'subject'))?.auc.flat().every((area) => area === 0.5)).toBe(true);
});

it('verbs hear a unit by its weights, each form once, and none that serves both numbers', () => {
  const decoder = Float32Array.from({ length: 10 * 4 }, (_, place) => place / 10);
  const both = [
    ...pairs,
    { ...item(pairs, 0), right: Int32Array.of(9) },
    { ...item(pairs, 1), right: Int32Array.of(9) },
  ];
  const about = { mark: 'subject', neurons: [2], decoder, units: 4, word: (id: number) => `w${id}` };
  expect(formsOf(both, about)).toEqual([
    {
      neuron: 2,
      forms: [
        { word: 'w7', value: 'one', weight: 3 },
        { word: 'w8', value: 'many', weight: 3.4 },
      ],
    },
  ]);
  expect(formsOf(pairs, { ...about, mark: null })).toEqual([]);
});

/** Lines of ten openings (1), closings (2) and letters (3) behind white space (0), with how many are open after each. */
const lines = Array.from({ length: 40 }, (_, line) => {
  const draw = random(7, line);
  const [text, depths] = [[0], [Number.NaN]];
  for (let depth = 0; text.length < 11; depths.push(depth)) {
    const id = depth > 0 && draw.uniform() < 0.35 ? 2 : draw.uniform() < 0.6 ? 1 : 3;
    depth += id === 1 ? 1 : id === 2 ? -1 : 0;
    text.push(id);
  }
  return { ...item(pairs, line), twin: null, text: Int32Array.from(text), depths: Float32Array.from(depths) };
});
const shifted = lines.map((line, place) => ({ ...line, depths: item(lines, (place + 1) % lines.length).depths }));
/** One unit says it, five are noise. */
const depthIn = (value: (line: number, position: number) => number, of: Pair[] = lines) => {
  const draw = random(11);
  return depthOf(taskOf((line, place, unit) => (unit === 0 ? value(line, place) : draw.normal()), 6, of));
};
const counts = (line: number, position: number) => (position === 0 ? 0 : at(item(lines, line).depths, position));

it('depth is explained by a unit that counts it, and hardly where curves of equal length are exchanged', async () => {
  const found = (await depthIn(counts)) ?? expect.fail('it can be told');
  expect(found).toMatchObject({ texts: 40, words: 400, shuffled: { draws: 10 } });
  expect(found.interval[0]).toBeGreaterThan(0.95);
  expect(found.covariates).toBeLessThan(0.8);
  expect(found.shuffled?.most).toBeLessThan(0.2);
  expect(await depthIn(counts, lines.slice(0, 4))).toBeNull();
  expect(await depthIn(counts, pairs)).toBeNull();
});

it.each<[string, (line: number, position: number) => number, Pair[]?]>([
  ['noise', () => 0],
  ['a unit that counts the words of the line', (_, position) => position],
  ['a unit that knows the last token', (line, position) => at(item(lines, line).text, position)],
  ['a counter, where labels are the next line’s', counts, shifted],
])('depth is not explained by %s', async (_, value, of) => {
  expect((await depthIn(value, of))?.explained).toBeLessThan(0.05);
});
