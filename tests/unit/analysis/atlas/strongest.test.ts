import { describe, expect, it } from 'vitest';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { strongestCounts, strongestOf } from '../../../../runner/analysis/atlas/strongest.ts';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { strongestKinds } from '../../../../runner/analysis/findings/names-schema.ts';
import type { FeatureValues } from '../../../../runner/core/values.ts';
import { nearly } from '../stats/reference.ts';

const { each, neurons } = strongestCounts;
/** A text of segments of such a length, seen with so many tokens on each side. */
type Text = { mask: FeatureValues; members?: Uint8Array; written: string[]; length: number; side: number };
/** Effects are [features x rows], of which all but the first feature cannot be tested. */
type Seen = Text &
  Record<'rows', Float32Array[]> & { effects: number[]; onDiscovery?: Float32Array[]; shown?: Uint8Array[] };
/** What is found, and the framed token of each excerpt of the first feature's best neuron. */
function detect({ mask, rows, side, effects, shown = [], written, length, ...more }: Seen, tokens: string[] = []) {
  const { members = new Uint8Array(mask.length).fill(1), onDiscovery = rows } = more;
  const scored = mapHalves(() => ({ members, mask }));
  const features = Array.from({ length: effects.length / rows.length }, () => ({ scored }));
  const activations = { discovery: onDiscovery, confirmation: rows };
  const testable = features.map((_, feature) => ({ untestable: feature === 0 ? null : { code: 'few carriers' } }));
  const discovery = Float32Array.from(effects);
  const task = { features, activations, written, length, shown };
  const found = strongestOf(task, { side }, { features: testable as never, discovery }, tokens);
  const framed = (kind: (typeof strongestKinds)[number]) =>
    Array.from({ length: each }, (_, place) => {
      const at = strongestKinds.indexOf(kind) * each + place;
      return { at, token: tokens[found.arrays.token[at * (2 * side + 1) + side] ?? none16] };
    }).filter(({ token }) => token !== undefined);
  return { ...found, tokens, framed };
}

/**
 * Twelve tokens in segments of four. Carriers: a, b, c, d. By hand: neuron 0 is low at a, b, c and at x, high at d and elsewhere;
 * neuron 1 tells nothing.
 */
const written = ['a', 'x', ' ', 'y', 'b', 'z', ' ', 'A', 'c', 'd', ' ', 'new'];
const low = Float32Array.of(-0.9, -0.7, 0, 0.5, -0.8, 0.6, 0, -0.6, -0.5, 0.7, 0, 0.9);
const flat = low.map((_, t) => (t % 2 === 0 ? 0.1 : -0.1));
const side = 12;
const { arrays, index, tokens, framed } = detect(
  {
    mask: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0),
    rows: [flat, low],
    written,
    length: 4,
    side,
    members: Uint8Array.from(written, (token) => Number(token !== ' ')),
    effects: [0.55, Number.NaN, 0.1, Number.NaN],
    shown: [Uint8Array.of(1, 0, 1), Uint8Array.of(0, 0, 0)],
  },
  ['a', 'b', 'x', ' '],
);

describe('the best neurons of a feature as detectors', () => {
  it('come in the order of their effects on discovery, whatever the side; none of a feature that cannot be tested', () => {
    expect([...arrays.neuron].slice(0, 3)).toEqual([1, 0, none16]);
    expect([...arrays.neuron].slice(neurons)).toEqual(new Array(neurons).fill(none16));
  });

  it('have a line and its errors, counted by hand in the class alone', () => {
    // Below 0 are a, x, b, A and c: 4 of the 5 carriers, and 1 of the other 4. Threshold, sensitivity, specificity and precision.
    expect([...arrays.errors.subarray(0, 4)]).toEqual(nearly([(-0.5 + 0.5) / 2, 0.8, 0.75, 0.8], 5));
  });

  it('show the strongest hits, each word once and then again, the worst misses, and the strongest false alarms', () => {
    const shown = strongestKinds.map((kind) => [kind, framed(kind).map(({ token }) => token)]);
    expect(Object.fromEntries(shown)).toEqual({ hit: ['a', 'b', 'c', 'A'], miss: ['d'], 'false alarm': ['x'] });
  });

  it('end where their segment ends, and say which of their tokens carry the feature', () => {
    const window = [...arrays.token.subarray(0, 2 * side + 1)].map((number) => tokens[number] ?? null);
    expect(window).toEqual([...new Array(side).fill(null), 'a', 'x', ' ', 'y', ...new Array(side - 3).fill(null)]);
    // Of the third hit, c, the next token is a carrier too.
    expect(arrays.carries[2]).toBe((1 << side) + (1 << (side + 1)));
    expect(arrays.activation[side]).toBe(-127);
  });

  it('name words that the atlas did not name, behind the others, and keep which shown tokens carry the feature', () => {
    expect([tokens.slice(0, 4), tokens.includes('c', 4)]).toEqual([['a', 'b', 'x', ' '], true]);
    expect([index.shown, ...arrays.shown]).toEqual([3, 1, 0, 1, 0, 0, 0]);
  });
});

describe('of a number', () => {
  /** The neuron falls with it, but at two places of the confirmation half. */
  const mask = Float32Array.from({ length: 16 }, (_, t) => (t % 4 === 3 ? Number.NaN : t % 5));
  const falling = mask.map((number) => (Number.isNaN(number) ? 9 : -number));
  const wrong = falling.with(4, 0).with(5, -4);
  const words = Array.from({ length: 16 }, (_, t) => `w${t}`);
  const wide = { written: words, length: 8, side: 20 };
  const own = detect({ ...wide, mask, rows: [wrong], onDiscovery: [falling], effects: [0.1] });
  const told = (kind: (typeof strongestKinds)[number]) =>
    own.framed(kind).map(({ at, token }) => [token, ...(own.arrays.number?.slice(2 * at, 2 * at + 2) ?? [])]);

  it('it stands where the neuron says it right, too little and too much', () => {
    // Numbers by place: 0 1 2 - 4 0 1 - 3 4 0 - 2 3 4 -; said wrongly at 4 (0 for 4) and at 5 (4 for 0).
    expect([told('miss'), told('false alarm')]).toEqual([[['w4', 4, 0]], [['w5', 0, 4]]]);
    const right = told('hit');
    expect(right.length).toBeGreaterThan(2);
    for (const [, number, said] of right) expect(said).toBe(number);
    expect(new Set(right.map(([, number]) => number)).size).toBe(right.length);
  });

  it('how far it is off on average is told beside how far the median is', () => {
    // Twice 4 of 12; the median of 0 0 0 1 1 2 2 3 3 4 4 4 is 2.
    expect([...own.arrays.errors.subarray(0, 2)]).toEqual(nearly([8 / 12, (2 * 6 + 4) / 12], 6));
  });

  it('more than 32 tokens take more than one number of bits', () => {
    expect(own.arrays.carries).toHaveLength(neurons * strongestKinds.length * each * 2);
    const two = new Uint8Array(16).with(0, 1).with(7, 1);
    const { carries } = detect({ ...wide, mask: two, rows: [Float32Array.from(two)], effects: [0.9] }).arrays;
    // The first hit is token 0 of a segment of eight: itself at place 20, the carrier 7 tokens on at 27; of the second, at 13 and 20.
    expect([...carries.slice(0, 4)]).toEqual([(1 << 20) + (1 << 27), 0, (1 << 13) + (1 << 20), 0]);
  });
});
