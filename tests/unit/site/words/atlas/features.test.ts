import { expect, test } from 'vitest';
import { catalogue } from '../../../../../runner/text/labels/catalogue.ts';
import { featureColumns, featureRows } from '../../../../../site/words/atlas/features.ts';
import { familyOf } from '../../../../../site/words/atlas/learned.ts';
import { csvOf } from '../../../../../site/words/columns.ts';
import { madeAtlas } from './made.ts';

const { atlas, map } = madeAtlas;
const rows = featureRows(atlas, map);
const columns = featureColumns('id', atlas);
const page = rows.map((row) => columns.map(({ cell }) => cell(row)));

test('features that could be tested stand in the order of what was learned, each with its best neuron', () => {
  expect(rows.map(({ number }) => number)).toEqual([0, 1]);
  expect(page[0]).toEqual(['inside quotes', '2', '0', '↓\u00a00.95', '0.60', '0.70']);
});

test('the file has the same columns in full precision, and without untrained networks fewer', () => {
  const [heads, first] = csvOf(columns, rows).split('\r\n');
  expect(heads).toBe('Feature,Learned by,Best neuron,Its score,Untrained best,Counts as learned from');
  expect(first).toContain(`inside quotes,2,0,${Math.fround(0.05)},`);
  expect(featureColumns('id', { ...atlas, networks: 0, learned: null }).map(({ heading }) => heading)).toEqual([
    'Feature',
    'Best neuron',
    'Its score',
  ]);
});

test.each([
  ['inside quotes', 'text', false, 'speech'],
  ['quotation mark', 'all', true, 'speech'],
  ['past tense', 'words', false, 'words'],
  ['comma', 'all', true, 'marks'],
  ['after a comma', 'text', false, 'place'],
] as const)(
  '‘%s’ among %s, decided by its token: %s, is of the family of %s',
  (name, among, decidedByToken, family) => {
    expect(familyOf({ name, among, decidedByToken })).toBe(family);
  },
);

test('of the catalogue only features about quotes are of speech', () => {
  const ofSpeech = catalogue('word').filter(
    ({ name }) => familyOf({ name, among: 'all', decidedByToken: true }) === 'speech',
  );
  expect(ofSpeech.map(({ name }) => name)).toEqual(['quotation mark', 'inside quotes', 'after a quotation mark']);
});
