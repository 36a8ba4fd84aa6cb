import { describe, expect, it } from 'vitest';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { strongestCounts, strongestOf } from '../../../../runner/analysis/atlas/strongest.ts';
import { strongestKinds } from '../../../../runner/analysis/findings/names-schema.ts';

/**
 * Twelve tokens in segments of four. Carriers: a, b, c, d. By hand: neuron 0 is low at a, b, c and at x, high at d and elsewhere;
 * neuron 1 tells nothing.
 */
const written = ['a', 'x', ' ', 'y', 'b', 'z', ' ', 'A', 'c', 'd', ' ', 'new'];
const mask = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0);
const members = Uint8Array.from(written, (token) => Number(token !== ' '));
const low = Float32Array.of(-0.9, -0.7, 0, 0.5, -0.8, 0.6, 0, -0.6, -0.5, 0.7, 0, 0.9);
const flat = new Float32Array(12).map((_, t) => (t % 2 === 0 ? 0.1 : -0.1));
const half = { members, mask };
const feature = { scored: { discovery: half, confirmation: half } };
const tokens = ['a', 'b', 'x', ' '];
const side = 12;
const made = strongestOf(
  {
    features: [feature, feature],
    activations: { discovery: [flat, low], confirmation: [flat, low] },
    written,
    length: 4,
    shown: [Uint8Array.of(1, 0, 1), Uint8Array.of(0, 0, 0)],
  },
  { side },
  {
    features: [{ untestable: null }, { untestable: { code: 'few carriers' } }] as never,
    discovery: Float32Array.of(0.55, Number.NaN, 0.1, Number.NaN),
  },
  tokens,
);
const { arrays, index } = made;
const { each, neurons } = strongestCounts;
const width = 2 * side + 1;
/** The framed tokens of the first feature's best neuron. */
const centres = (kind: (typeof strongestKinds)[number]): string[] =>
  Array.from({ length: each }, (_, place) => {
    const number = arrays.token[(strongestKinds.indexOf(kind) * each + place) * width + side];
    return tokens[number ?? none16] ?? '';
  });

describe('the best neurons of a feature as detectors', () => {
  it('come in the order of their effects on discovery, whatever the side; none of a feature that cannot be tested', () => {
    expect([...arrays.neuron].slice(0, 3)).toEqual([1, 0, none16]);
    expect([...arrays.neuron].slice(neurons)).toEqual(new Array(neurons).fill(none16));
  });

  it('have a line and its errors, counted by hand in the class alone', () => {
    const [threshold, sensitivity, specificity, precision] = arrays.errors;
    // Below 0 are a, x, b, A and c: 4 of the 5 carriers, and 1 of the other 4.
    expect(threshold).toBeCloseTo((-0.5 + 0.5) / 2, 6);
    expect([sensitivity, specificity, precision].map((value) => Number(value?.toFixed(4)))).toEqual([0.8, 0.75, 0.8]);
  });

  it('show the strongest hits, each word once and then again, the worst misses, and the strongest false alarms', () => {
    expect(centres('hit')).toEqual(['a', 'b', 'c', 'A']);
    expect(centres('miss')).toEqual(['d', '', '', '']);
    expect(centres('false alarm')).toEqual(['x', '', '', '']);
  });

  it('end where their segment ends, and say which of their tokens carry the feature', () => {
    const window = [...arrays.token.subarray(0, width)].map((number) => tokens[number] ?? null);
    expect(window.slice(side, side + 5)).toEqual(['a', 'x', ' ', 'y', null]);
    expect(window.slice(0, side).every((token) => token === null)).toBe(true);
    // Of the third hit, c, the next token is a carrier too.
    expect(arrays.carries[2]).toBe((1 << side) + (1 << (side + 1)));
    expect(arrays.activation[side]).toBe(-127);
  });

  it('names words that the atlas did not name, behind the others', () => {
    expect(tokens.slice(0, 4)).toEqual(['a', 'b', 'x', ' ']);
    expect(tokens).toContain('c');
  });

  it('keeps which shown tokens carry the feature', () => {
    expect(index.shown).toBe(3);
    expect([...arrays.shown]).toEqual([1, 0, 1, 0, 0, 0]);
  });
});

describe('of a number', () => {
  /** The neuron falls with it, but at two places of the confirmation half. */
  const numbers = Float32Array.from({ length: 16 }, (_, t) => (t % 4 === 3 ? Number.NaN : t % 5));
  const falling = numbers.map((number) => (Number.isNaN(number) ? 9 : -number));
  const wrong = falling.slice();
  wrong[4] = 0;
  wrong[5] = -4;
  const all = new Uint8Array(16).fill(1);
  const named: string[] = [];
  const { arrays: own } = strongestOf(
    {
      features: [
        { scored: { discovery: { members: all, mask: numbers }, confirmation: { members: all, mask: numbers } } },
      ],
      activations: { discovery: [falling], confirmation: [wrong] },
      written: Array.from({ length: 16 }, (_, t) => `w${t}`),
      length: 8,
      shown: [],
    },
    { side: 20 },
    { features: [{ untestable: null }] as never, discovery: Float32Array.of(0.1) },
    named,
  );
  const wide = 2 * 20 + 1;
  const told = (kind: (typeof strongestKinds)[number]) =>
    Array.from({ length: each }, (_, place) => {
      const at = strongestKinds.indexOf(kind) * each + place;
      const token = named[own.token[at * wide + 20] ?? none16];
      return token === undefined ? null : [token, ...(own.number?.slice(2 * at, 2 * at + 2) ?? [])];
    }).filter((each) => each !== null);

  it('it stands where the neuron says it right, too little and too much', () => {
    // Numbers by place: 0 1 2 - 4 0 1 - 3 4 0 - 2 3 4 -; said wrongly at 4 (0 for 4) and at 5 (4 for 0).
    expect(told('miss')).toEqual([['w4', 4, 0]]);
    expect(told('false alarm')).toEqual([['w5', 0, 4]]);
    const right = told('hit');
    expect(right.length).toBeGreaterThan(2);
    for (const [, number, said] of right) expect(said).toBe(number);
    expect(new Set(right.map(([, number]) => number)).size).toBe(right.length);
  });

  it('how far it is off on average is told beside how far the median is', () => {
    const [off, median] = own.errors;
    // Twice 4 of 12; the median of 0 0 0 1 1 2 2 3 3 4 4 4 is 2.
    expect(off).toBeCloseTo(8 / 12, 6);
    expect(median).toBeCloseTo((2 * 6 + 4) / 12, 6);
  });

  it('more than 32 tokens take more than one number of bits', () => {
    expect(own.carries).toHaveLength(neurons * strongestKinds.length * each * 2);
    const mask = Uint8Array.from({ length: 16 }, (_, t) => Number(t === 0 || t === 7));
    const bits = strongestOf(
      {
        features: [{ scored: { discovery: { members: all, mask }, confirmation: { members: all, mask } } }],
        activations: { discovery: [mask.map(Number) as never], confirmation: [mask.map(Number) as never] },
        ...{ written: Array.from({ length: 16 }, (_, t) => `v${t}`), length: 8, shown: [] },
      },
      { side: 20 },
      { features: [{ untestable: null }] as never, discovery: Float32Array.of(0.9) },
      [],
    ).arrays.carries;
    // The first hit is token 0 of a segment of eight: itself at place 20, the carrier 7 tokens on at 27; of the second, at 13 and 20.
    expect([...bits.slice(0, 4)]).toEqual([(1 << 20) + (1 << 27), 0, (1 << 13) + (1 << 20), 0]);
  });
});
