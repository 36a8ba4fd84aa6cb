import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { lagProfile } from '../../../runner/ladder/lag-profile.ts';
import { permutationTable, permutedCells } from '../../../runner/stats/permutations.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import { inventText, noise } from './invented-text.ts';

const { text, random: source } = inventText(11, 40, 200, 40);
const units = swapUnits(text);
const cells = permutedCells(permutationTable(units.strata, 499, random(1)), units);
const tokens = text.types.length;
/** A short event of which the tokens know nothing. */
const event = Uint8Array.from({ length: tokens }, () => Number(source.uniform() < 0.08));
/** Noise without memory, and 1 where the event is so many tokens before. */
const after = (lag: number, size = 1.2) =>
  Float32Array.from({ length: tokens }, (_, t) => source.normal() + size * (event[t - lag] ?? 0));
const half = { text, mask: event };
const profile = (activation: Float32Array, mask = event) =>
  lagProfile({
    activation,
    discovery: { text, mask },
    confirmation: { text, mask },
    units,
    cells,
    untrained: null,
  });

describe('lagProfile', () => {
  it.each([
    [-3, 'announces'],
    [0, 'marks'],
    [1, 'marks'],
    [5, 'remembers'],
  ] as const)('finds a neuron that reacts at lag %i: it %s', (lag, role) => {
    const found = profile(after(lag));
    expect(found.role).toBe(role);
    const significant = found.lags.filter((_, index) => (found.adjustedP[index] ?? 1) < 0.05);
    expect(significant).toEqual([lag]);
    expect(found.localAuc[found.lags.indexOf(lag)]).toBeGreaterThan(0.7);
  });

  it('takes the role from the strong lags: a faint foreboding does not make a neuron announce', () => {
    const strong = after(0, 2.5);
    const faint = after(-2, 0.6);
    const found = profile(strong.map((a, t) => a + (faint[t] as number)));
    expect(found.adjustedP[found.lags.indexOf(-2)]).toBeLessThan(0.05);
    expect(found.role).toBe('marks');
  });

  it('calls a neuron that marks and goes on for long one that remembers', () => {
    const [first, later] = [after(0), after(4)];
    expect(profile(first.map((a, t) => a + (later[t] as number))).role).toBe('remembers');
  });

  it('finds no role in noise', () => {
    expect(profile(noise(source, tokens)).role).toBe('follows token identity');
  });

  it('does not take a neuron that reads the token for one that announces what the token goes before', () => {
    // The feature comes after words of low number, and the neuron knows the word alone.
    const mask = Uint8Array.from(text.types, (_, t) => Number((text.types[t - 1] ?? 0) > 30 && source.uniform() < 0.7));
    const reading = Float32Array.from(text.types, (type) => type + 0.1 * source.normal());
    const found = profile(reading, mask);
    expect(found.role).toBe('follows token identity');
    expect(found.bigram[found.lags.indexOf(-1)]).toBeGreaterThan(0.9);
  });

  it('cannot tell at the token itself where the token decides the feature', () => {
    const mask = Uint8Array.from(text.types, (type) => Number(type > 0 && type < 4));
    const found = profile(noise(source, tokens), mask);
    const at = found.lags.indexOf(0);
    expect([found.localAuc[at], found.z[at], found.adjustedP[at]]).toEqual([null, null, null]);
    expect(found.localAuc[found.lags.indexOf(-2)]).not.toBeNull();
  });

  it('stands beside the profile of an untrained network', () => {
    const activation = after(5);
    const other = after(0);
    const found = lagProfile({ activation, discovery: half, confirmation: half, units, cells, untrained: other });
    expect(found.untrained).toEqual(profile(other).localAuc);
  });
});
