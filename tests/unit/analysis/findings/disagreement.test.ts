/** Where neuron and label disagree, beside NumPy's losses of the same network: tests/fixtures/evidence/disagreement.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inHalves, type LadderFeature } from '../../../../runner/analysis/findings/bench.ts';
import type { Readings } from '../../../../runner/analysis/findings/finding.ts';
import { flipOfClaim } from '../../../../runner/analysis/findings/flips.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../../runner/core/at.ts';
import { claimOn } from './rungs/invented.ts';
import { benchOfHalves } from './text-bench.ts';

interface Half {
  types: number[];
  /** A mask, or numbers. */
  label: number[];
  activation: number[];
}
interface Case extends Record<HalfName, Half> {
  target: number[];
  tokens: number;
  documents: number;
  difference: number;
  error: number;
  interval: [number, number];
  t: number;
  p: number;
}
const { sources, read, warmUp, space, leak, cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/evidence/disagreement.json', import.meta.url), 'utf8'),
) as {
  sources: number[];
  read: number;
  warmUp: number;
  space: number;
  leak: number;
  cases: Record<string, Case>;
};

function benchFor(given: Case, isNumber: boolean) {
  const feature: LadderFeature = {
    ...{ name: 'it', says: { whether: 'it is', event: null }, decidedByToken: false, among: 'words', byHand: [] },
    masks: inHalves((half) => (isNumber ? Float32Array : Uint8Array).from(given[half].label)),
    members: inHalves((half) => Uint8Array.from(given[half].types, (type) => Number(type !== space))),
  };
  const made = inHalves((half) => ({
    types: Int32Array.from(given[half].types),
    neurons: [Float32Array.from(given[half].activation)],
  }));
  const vocabulary = Array.from({ length: 20 }, (_, type) => `${type}`);
  return benchOfHalves(made, [feature], { sources, warmUp, permutations: 99, vocabulary });
}

/** A leaky sum of what the neuron is held at, and how far it is from where it should be. */
const networkOf = ({ target, confirmation }: Case): Pick<Readings, 'losses'> => ({
  losses: async (_, readings) =>
    readings.map(({ hold, places }) => {
      const values = hold[0]?.values ?? Float32Array.from(confirmation.activation);
      let sum = 0;
      const losses = Float64Array.from(values, (value, t) => {
        sum = (t % read === 0 ? 0 : leak * sum) + value;
        return (sum - at(target, t)) ** 2 / 2;
      });
      return Float32Array.from(places, (place) => at(losses, place));
    }),
});

describe('what the network loses by the opposite of the label, where the neuron is not on its side', () => {
  it.each(Object.entries(cases))('is what NumPy has, with its error and its p: %s', async (name, expected) => {
    const bench = benchFor(expected, name === 'a number');
    const found = await flipOfClaim(bench, { claim: claimOn(0), where: { after: null } }, networkOf(expected));
    if ('code' in found || found.disagreement === null) throw new Error('not testable');
    const { tokens, documents, difference, interval, t, p } = found.disagreement;
    const { difference: own, interval: ends } = expected;
    expect({ tokens, documents }).toEqual({ tokens: expected.tokens, documents: expected.documents });
    const far = (a: number, b: number) => Math.abs(a - b);
    expect(far(difference, own)).toBeLessThan(1e-6);
    for (const end of [0, 1]) expect(far(at(interval, end), at(ends, end))).toBeLessThan(1e-6);
    expect(far(difference / t, expected.error)).toBeLessThan(1e-6);
    // A network that reads the neuron the wrong way round is better off where the label is wrong.
    const turned = networkOf({ ...expected, target: expected.target.map((value) => -value) });
    expect(await flipOfClaim(bench, { claim: claimOn(0), where: { after: null } }, turned)).toMatchObject({
      disagreement: null,
    });
    // NumPy's is that of the other side.
    expect(far(1 - p, expected.p)).toBeLessThan(1e-6);
  });
});
