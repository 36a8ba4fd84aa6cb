import { describe, expect, it, test } from 'vitest';
import {
  heldAt,
  onlySentence,
  orderOf,
  partsOf,
  readoutOf,
  sidesOf,
  storiesOf,
} from '../../../../site/words/change.ts';

const tokens = ['I', ' ', 'said', '"', '\n', 'you'];
const usual = { inside: -0.6, outside: 0.5 };
const words = { inside: 'speech', outside: 'none', ends: 'end it', marked: '' };
const run = (value: number | null, ends: number[], rows = ends.map((_, row) => [row])) => ({ value, rows, ends });
const sentence = (runs: ReturnType<typeof run>[]) => ({ tokens: ['"', 'Oh', ', '], states: [], lead: 1, runs });
const file = (...sentences: ReturnType<typeof sentence>[]) => ({ tokens, usual, lean: [], sentences }) as never;

test('the parts of a row are its tokens, one of which ends the state', () => {
  const parts = partsOf({ tokens }, run(null, [1], [[5, 3, 4]]), 0);
  expect(parts.map(({ text }) => text)).toEqual(['you', '"', ' ↵ ']);
  expect(parts.map(({ end }) => end)).toEqual([false, true, false]);
});

describe('what is counted of a sentence', () => {
  it.each([
    ['how many rows end the state', run(null, [-1, 0, 0, 0]), run(1, [-1, -1, -1, 0]), ['end it', 3, 1], [3, 1, 2, 0]],
    [
      'where all end it whatever the neuron says, how many go on otherwise',
      ...[run(null, [0, 0, 0, 0]), run(1, [0, 0, 0, 0], [[0], [1], [5], [5]])],
      ...[
        ['go on otherwise', 0, 2],
        [2, 3, 0, 1],
      ],
    ],
  ] as const)('is %s', (_, alone, held, counted, order) => {
    const runs = [alone, held];
    const readout = readoutOf({ runs }, words);
    expect([readout.does, ...runs.map(readout.count)]).toEqual(counted);
    expect(orderOf(runs, readout)).toEqual(order);
  });
});

test('the side stands at the end of the scale where the neuron is there', () => {
  expect(sidesOf({ usual }, words)).toEqual(['speech', 'none']);
  expect(sidesOf({ usual: { inside: 1, outside: -1 } }, words)).toEqual(['none', 'speech']);
});

test('a value has its sign', () => {
  expect([-0.8, 0, 0.6000000001].map(heldAt)).toEqual(['−0.8', '0', '+0.6']);
});

test('the picture of a page tells both stories of its first sentence', () => {
  const rows = [[0], [5]];
  const runs = [run(null, [0, 0], rows), run(-1, [0, 0], rows), run(1, [-1, 0], [[2], [2]])];
  expect(storiesOf(file(sentence(runs)), words)).toEqual({
    heading: '2 of 2 end it. With one neuron held: 1.',
    sentence: '"Oh, you … Held: "Oh, said …',
  });
});

test('one sentence comes with its own words alone', () => {
  const rows = [3, 2].map((last) => [5, last]);
  const own = sentence([run(null, [-1, -1], rows)]);
  const only = onlySentence(file(sentence([run(null, [-1], [[1]])]), own), 1);
  expect(only.tokens).toEqual(['you', '"', 'said']);
  expect(only.sentences.flatMap(({ runs }) => runs.flatMap(({ rows }) => rows.map(String)))).toEqual(['0,1', '0,2']);
});
