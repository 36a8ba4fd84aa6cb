import { describe, expect, it } from 'vitest';
import { strongestCounts, strongestOf } from '../../../runner/atlas/strongest.ts';
import { none16 } from '../../../runner/results/atlas-schema.ts';
import { strongestKinds } from '../../../runner/results/names-schema.ts';

/**
 * Twelve tokens in segments of four. Carriers: a, b, c, d. By hand: neuron 0 is low at a, b, c and at x, high at d and elsewhere;
 * neuron 1 tells nothing.
 */
const written = ['a', 'x', ' ', 'y', 'b', 'z', ' ', 'A', 'c', 'd', ' ', 'new'];
const mask = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0);
const members = Uint8Array.from(written, (token) => Number(token !== ' '));
const low = Float32Array.of(-0.9, -0.7, 0, 0.5, -0.8, 0.6, 0, -0.6, -0.5, 0.7, 0, 0.9);
const flat = new Float32Array(12).map((_, t) => (t % 2 === 0 ? 0.1 : -0.1));
const feature = { members, mask };
const untestable = { discovery: feature, confirmation: feature };
const tokens = ['a', 'b', 'x', ' '];
const made = strongestOf(
  {
    features: [{ discovery: feature, confirmation: feature }, untestable],
    activations: { discovery: [flat, low], confirmation: [flat, low] },
    written,
    length: 4,
    shown: [Uint8Array.of(1, 0, 1), Uint8Array.of(0, 0, 0)],
  },
  {
    features: [{ untestable: null }, { untestable: { code: 'few carriers' } }] as never,
    discovery: Float32Array.of(0.55, Number.NaN, 0.1, Number.NaN),
  },
  tokens,
);
const { arrays, index } = made;
const { each, side, neurons } = strongestCounts;
const width = 2 * side + 1;
/** The framed tokens of the first feature's best neuron. */
const centres = (kind: (typeof strongestKinds)[number]): string[] =>
  Array.from({ length: each }, (_, place) => {
    const number = arrays['excerpt.token']?.data[(strongestKinds.indexOf(kind) * each + place) * width + side];
    return tokens[number ?? none16] ?? '';
  });

describe('the best neurons of a feature as detectors', () => {
  it('come in the order of their effects on discovery, whatever the side; none of a feature that cannot be tested', () => {
    expect([...(arrays.neuron?.data ?? [])].slice(0, 3)).toEqual([1, 0, none16]);
    expect([...(arrays.neuron?.data ?? [])].slice(neurons)).toEqual(new Array(neurons).fill(none16));
  });

  it('have a line and its errors, counted by hand in the class alone', () => {
    const [threshold, sensitivity, specificity, precision] = arrays.errors?.data ?? [];
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
    const window = [...(arrays['excerpt.token']?.data.subarray(0, width) ?? [])].map(
      (number) => tokens[number] ?? null,
    );
    expect(window.slice(side, side + 5)).toEqual(['a', 'x', ' ', 'y', null]);
    expect(window.slice(0, side).every((token) => token === null)).toBe(true);
    // Of the third hit, c, the next token is a carrier too.
    expect(arrays['excerpt.carries']?.data[2]).toBe((1 << side) + (1 << (side + 1)));
    expect(arrays['excerpt.activation']?.data[side]).toBe(-127);
  });

  it('names words that the atlas did not name, behind the others', () => {
    expect(tokens.slice(0, 4)).toEqual(['a', 'b', 'x', ' ']);
    expect(tokens).toContain('c');
  });

  it('keeps which shown tokens carry the feature', () => {
    expect(index.shown).toBe(3);
    expect([...(arrays.shown?.data ?? [])]).toEqual([1, 0, 1, 0, 0, 0]);
  });
});
