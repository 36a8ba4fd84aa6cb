/**
 * Do other seeds have such a neuron: of each other network the neuron that goes with the claimed one on discovery, and
 * whether it holds on held-out documents and is more than an untrained network has. Pure; the networks are read elsewhere.
 * Source: Li et al. 2016 (matching by correlation); Gurnee et al. 2024; Clopper & Pearson 1934 for the share's interval.
 */
import { at, item } from '../../../core/at.ts';
import { correlations } from '../../stats/correlation.ts';
import { exactInterval } from '../../stats/distributions.ts';
import type { Activations, Halves } from '../../stats/tested-text.ts';
import { toldNeuron } from '../arrays.ts';
import { type Bench, benchOf, restrictedEffect } from '../bench.ts';
import { largest } from '../best-neuron.ts';
import { choice } from '../choice.ts';
import type { FrozenClaim } from '../claim-schema.ts';
import { effect } from '../effect.ts';
import { boundsOf, type OtherSeed } from '../finding.ts';
import { labels, meaninglessLabels } from '../meaningless.ts';
import type { ReplicatedMeasurement } from '../rungs-schema.ts';
import { type BestNeurons, shuffled, untrained } from '../untrained.ts';
import { heldOut } from './held-out.ts';
import { learned } from './learned.ts';
import { judged, notRun, notTestable, rung } from './rung.ts';

const criteria = { otherSeeds: 4, share: 0.6 } as const;

export const replicated = rung({
  name: 'replicated',
  title: 'Comparing with other seeds',
  fullOnly: true,
  question: 'Do other seeds have such a neuron?',
  criteria,
  bounds: [effect, heldOut, learned, labels].flatMap(boundsOf),
  passesWhen: `Of the other seeds, at least ${criteria.otherSeeds}, ${100 * criteria.share}% or more have a neuron, matched on the discovery half, that passes 'heldOut' and 'learned'.`,
  needs: ['other seeds', 'untrained networks'],
  inputs: [choice, untrained, shuffled],
  reads: ['seeds'],
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const seeds = readings.seeds(onProgress);
    if ('code' in seeds) return claims.map(() => notRun(seeds));
    const matches = claims.map((): ReplicatedMeasurement['matches'] => []);
    for await (const other of seeds) {
      const own = await matchesIn(bench, claims, found, other);
      own.forEach((match, index) => {
        item(matches, index).push(match);
      });
    }
    return matches.map(judgeReplicated);
  },
});

async function matchesIn(
  bench: Bench,
  claims: readonly FrozenClaim[],
  { untrained: drawn, shuffled: own }: { untrained: BestNeurons; shuffled: BestNeurons },
  { seed, activations }: OtherSeed,
): Promise<ReplicatedMeasurement['matches']> {
  const ours = bench.input.activations;
  const matched = claims.map(({ neuron }) =>
    matchAcrossSeeds(
      { discovery: item(ours.discovery, neuron), confirmation: item(ours.confirmation, neuron) },
      activations,
    ),
  );
  const other = benchOf({ ...bench.input, activations }, bench.sweep);
  const frozen = matched.map(({ neuron }, index): FrozenClaim => {
    const { feature } = item(claims, index);
    const seen = restrictedEffect(other, item(other.features, feature), 'discovery', neuron);
    return { feature, neuron, sign: !('code' in seen) && seen.localAuc < 0.5 ? -1 : 1, chosen: 'by hand' };
  });
  // The rungs themselves, so that what is asked of another seed is what is asked of the claim, over as many claims.
  const task = { bench: other, readings: {} };
  const found = { choice: { claims: frozen, chance: [] } };
  const effects = await effect.compute({ ...task, found });
  const held = await heldOut.compute({ ...task, found });
  const learnt = await learned.compute({
    ...task,
    found: { ...found, effect: effects, untrained: drawn, shuffled: own, labels: await meaninglessLabels(other) },
  });
  return frozen.map((_, index) => {
    const match: SeedMatch = item(matched, index);
    return {
      seed,
      ...match,
      ...toldNeuron(bench.input.arrays, match.neuron),
      localAuc: effects[index]?.localAuc ?? null,
      heldOut: item(held, index).status === 'passed',
      learned: item(learnt, index).status === 'passed',
    };
  });
}

export function judgeReplicated(matches: ReplicatedMeasurement['matches']) {
  const networks = matches.length;
  if (networks < criteria.otherSeeds) {
    return notTestable({ code: 'few seeds', found: networks, needed: criteria.otherSeeds });
  }
  const having = matches.filter((match) => match.heldOut && match.learned).length;
  const share = having / networks;
  return judged(
    { networks, having, share, interval: exactInterval(having, networks), matches },
    share >= criteria.share ? null : { code: 'few seeds have one', having, networks },
  );
}

/** On the confirmation half the correlation is above 0 where it has the sign that it had on discovery; a random one has no sign. */
type SeedMatch = Pick<ReplicatedMeasurement['matches'][number], 'neuron' | 'correlation' | 'random'>;

/**
 * The neuron with the largest correlation, whatever its sign, on the discovery half; the first of equal ones.
 * @param claimed activation of the claimed neuron on both halves.
 * @param other all neurons of the other network.
 */
export function matchAcrossSeeds(claimed: Halves<Float32Array>, other: Halves<Activations>): SeedMatch {
  const onDiscovery = correlations(claimed.discovery, other.discovery);
  const onConfirmation = correlations(claimed.confirmation, other.confirmation);
  const neuron = largest(onDiscovery) ?? 0;
  const sign = at(onDiscovery, neuron) < 0 ? -1 : 1;
  return {
    neuron,
    correlation: sign * at(onConfirmation, neuron),
    random: onConfirmation.reduce((sum, r) => sum + Math.abs(r), 0) / onConfirmation.length,
  };
}
