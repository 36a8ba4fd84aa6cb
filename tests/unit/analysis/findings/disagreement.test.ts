/** Where neuron and label disagree, beside NumPy's losses of the same network: tests/fixtures/evidence/disagreement.py. */
import { expect, it } from 'vitest';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import type { Readings } from '../../../../runner/analysis/findings/finding.ts';
import { flipOfClaim } from '../../../../runner/analysis/findings/flips.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../../runner/core/at.ts';
import { distance, made as fixture, told } from '../stats/reference.ts';
import { aFeature, benchOfHalves, claimOn } from './invented.ts';

/** A label is a mask, or numbers. */
type Half = Record<'types' | 'label' | 'activation', number[]>;
interface Case
  extends Record<HalfName, Half>,
    Record<'tokens' | 'documents' | 'difference' | 'error' | 't' | 'p', number> {
  target: number[];
  interval: [number, number];
}
interface World extends Record<'read' | 'warmUp' | 'space' | 'leak', number> {
  sources: number[];
  cases: Record<string, Case>;
}
const { sources, read, warmUp, space, leak, cases } = fixture<World>('evidence/disagreement');

function benchFor(given: Case, isNumber: boolean) {
  const masks = mapHalves((half) => (isNumber ? Float32Array : Uint8Array).from(given[half].label));
  const members = mapHalves((half) => Uint8Array.from(given[half].types, (type) => Number(type !== space)));
  const feature = aFeature(masks, { among: 'words', members });
  const made = mapHalves((half) => ({
    types: Int32Array.from(given[half].types),
    neurons: [Float32Array.from(given[half].activation)],
  }));
  const vocabulary = Array.from({ length: 20 }, (_, type) => `${type}`);
  return benchOfHalves(made, [feature], { sources, warmUp, permutations: 99, vocabulary });
}

/** A leaky sum of what the neuron is held at, and how far it is from where it should be. */
const networkOf = ({ target, confirmation }: Case): Pick<Readings, 'losses'> => ({
  losses: async (_, readings) =>
    readings.map(({ clamp, places }) => {
      const values = clamp[0]?.values ?? Float32Array.from(confirmation.activation);
      let sum = 0;
      const losses = Float64Array.from(values, (value, t) => {
        sum = (t % read === 0 ? 0 : leak * sum) + value;
        return (sum - at(target, t)) ** 2 / 2;
      });
      return Float32Array.from(places, (place) => at(losses, place));
    }),
});

it.each(Object.entries(cases))('where neuron and label disagree it is what NumPy has: %s', async (name, expected) => {
  const bench = benchFor(expected, name === 'a number');
  const of = (network: typeof expected) =>
    flipOfClaim(bench, { claim: claimOn(0), where: { after: null } }, networkOf(network));
  const { disagreement } = told(await of(expected));
  const { difference, t, interval, p, tokens, documents } = told(disagreement ?? undefined);
  expect({ tokens, documents }).toEqual({ tokens: expected.tokens, documents: expected.documents });
  // NumPy's p is that of the other side.
  const numbers = [difference, difference / t, ...interval, 1 - p];
  const { error, interval: ends } = expected;
  expect(distance(numbers, [expected.difference, error, ...ends, expected.p])).toBeLessThan(1e-6);
  // A network that reads the neuron the wrong way round is better off where the label is wrong.
  const turned = await of({ ...expected, target: expected.target.map((value) => -value) });
  expect(turned).toMatchObject({ disagreement: null });
});
