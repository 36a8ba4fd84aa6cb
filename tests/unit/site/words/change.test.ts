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

const change = {
  tokens: ['I', ' ', 'said', '"', '\n', 'you'],
  lean: [2, 0, -2, 0, 0, 2],
  usual: { inside: -0.6, outside: 0.5 },
};
const run = {
  value: null,
  rows: [
    [0, 1, 5, 3, 1, 2, 4],
    [2, 1, 2, 1, 2, 1, 2],
  ],
  ends: [3, -1],
};

describe('the parts of a row', () => {
  it('lean towards the side of the scale on which their words are at home, and not across the end', () => {
    // Inside stands at the low end here: its words lean below 0.
    expect(partsOf(change, run, 0)).toEqual([
      { text: 'I', lean: -5, end: false },
      { text: ' ', lean: -5, end: false },
      { text: 'you', lean: -5, end: false },
      { text: '"', lean: 0, end: true },
      { text: ' ', lean: 0, end: false },
      { text: 'said', lean: 5, end: false },
      { text: ' ↵ ', lean: 0, end: false },
    ]);
    const other = partsOf({ ...change, usual: { inside: 0.6, outside: -0.5 } }, run, 0);
    expect(other.map(({ lean }) => lean)).toEqual([5, 5, 5, 0, 0, -5, 0]);
  });

  it('are averaged over five words, the further ones less', () => {
    const mixed = { value: 0, rows: [[0, 2, 2]], ends: [-1] };
    // (1 x 2 + .6 x -2 + .3 x -2) / 1.9, times 2.5.
    expect(partsOf(change, mixed, 0)[0]?.lean).toBe(Math.round((-2.5 * (2 - 1.2 - 0.6)) / 1.9));
  });
});

const words = { inside: 'speech', outside: 'none', ends: 'end it', marked: '', ofInside: '', ofOutside: '' };

describe('what is counted of a sentence', () => {
  const rows = [[0], [1], [2], [3]];
  const run = (value: number | null, ends: number[], other = rows) => ({ value, rows: other, ends });

  it('is how many rows end the state, where holding the neuron decides that', () => {
    const runs = [run(null, [-1, 0, 0, 0]), run(1, [-1, -1, -1, 0])];
    const { does, count } = readoutOf({ runs }, words);
    expect([does, ...runs.map(count)]).toEqual(['end it', 3, 1]);
    expect(orderOf(runs, readoutOf({ runs }, words))).toEqual([3, 1, 2, 0]);
  });

  it('is how many rows go on otherwise where all end it whatever the neuron says', () => {
    const runs = [run(null, [0, 0, 0, 0]), run(1, [0, 0, 0, 0], [[0], [1], [5], [5]])];
    const { does, count } = readoutOf({ runs }, words);
    expect([does, ...runs.map(count)]).toEqual(['go on otherwise', 0, 2]);
  });
});

it('the side stands at the end of the scale where the neuron is there', () => {
  expect(sidesOf(change, words)).toEqual(['speech', 'none']);
  expect(sidesOf({ usual: { inside: 1, outside: -1 } }, words)).toEqual(['none', 'speech']);
});

it('a value has its sign', () => {
  expect([-0.8, 0, 0.6000000001].map(heldAt)).toEqual(['−0.8', '0', '+0.6']);
});

test('the picture of a page tells both stories of its first sentence', () => {
  const runs = [
    { value: null, rows: [[0], [5]], ends: [0, 0] },
    { value: -1, rows: [[0], [5]], ends: [0, 0] },
    { value: 1, rows: [[2], [2]], ends: [-1, 0] },
  ];
  const sentence = { tokens: ['"', 'Oh', ',', ' '], states: [0, 0, 0, 0], lead: 1, runs };
  const made = { ...change, sentences: [sentence] } as unknown as Parameters<typeof storiesOf>[0];
  expect(storiesOf(made, words)).toEqual({
    heading: '2 of 2 end it. With one neuron held: 1.',
    sentence: '"Oh, you … Held: "Oh, said …',
  });
});

test('one sentence comes with its own words alone', () => {
  const other = {
    tokens: ['x'],
    states: [0],
    lead: 0,
    runs: [
      {
        ...run,
        rows: [
          [1, 1],
          [1, 1],
        ],
        ends: [-1, -1],
      },
    ],
  };
  const all = {
    ...change,
    sentences: [
      other,
      {
        ...other,
        runs: [
          {
            ...run,
            rows: [
              [5, 3],
              [5, 2],
            ],
          },
        ],
      },
    ],
  };
  const only = onlySentence(all as never, 1);
  expect([only.tokens, only.lean]).toEqual([
    ['you', '"', 'said'],
    [2, 0, -2],
  ]);
  expect(only.sentences.map(({ runs }) => runs.map(({ rows }) => rows))).toEqual([
    [
      [
        [0, 1],
        [0, 2],
      ],
    ],
  ]);
});
