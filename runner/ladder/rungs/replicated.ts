/**
 * Do other seeds have such a neuron: of each other network the neuron that goes with the claimed one on discovery, and
 * whether it holds on held-out documents and is more than an untrained network has. Pure; the networks are read elsewhere.
 * Source: Li et al. 2016 (matching by correlation); Gurnee et al. 2024; Clopper & Pearson 1934 for the share's interval.
 */

import { item } from '../../core/at.ts';
import type { Replicated } from '../../results/rungs-schema.ts';
import { exactInterval } from '../../stats/distributions.ts';
import { benchOf, effectSeen } from '../bench.ts';
import type { FrozenClaim } from '../choice.ts';
import { meaninglessLabels } from '../meaningless.ts';
import type { OtherSeed } from '../readings.ts';
import { matchAcrossSeeds, type SeedMatch } from '../seed-matching.ts';
import { heldOut } from './held-out.ts';
import { bestNeurons, beyondLabels, untrainedInterval } from './learned.ts';
import { judged, notRun, notTestable, type Rung, type RungTask } from './rung.ts';

const criteria = { otherSeeds: 4, share: 0.6 } as const;

export const replicated: Rung<'replicated'> = {
  name: 'replicated',
  question: 'Do other seeds have such a neuron?',
  criteria,
  passesWhen: `Of the other seeds, at least ${criteria.otherSeeds}, ${100 * criteria.share}% or more have a neuron, matched on the discovery half, that passes 'heldOut' and 'learned'.`,
  needs: ['other seeds', 'untrained networks'],
  async compute(task) {
    const { choice, readings, onProgress } = task;
    const seeds = readings.seeds(onProgress);
    if (typeof seeds === 'string') return choice.claims.map(() => notRun(seeds));
    const matches = choice.claims.map((): Replicated['matches'] => []);
    for await (const other of seeds) {
      const found = await matchesIn(task, other);
      found.forEach((match, index) => {
        item(matches, index).push(match);
      });
    }
    return matches.map(judgeReplicated);
  },
};

async function matchesIn(task: RungTask, { seed, activations }: OtherSeed): Promise<Replicated['matches']> {
  const { bench, untrained } = task;
  const { claims } = task.choice;
  const own = bench.input.activations;
  const matched = claims.map(({ neuron }) =>
    matchAcrossSeeds(
      { discovery: item(own.discovery, neuron), confirmation: item(own.confirmation, neuron) },
      activations,
    ),
  );
  const other = benchOf({ ...bench.input, activations }, { measure: bench.measure });
  const frozen = matched.map(({ neuron }, index): FrozenClaim => {
    const { feature } = item(claims, index);
    const effect = effectSeen(other, item(other.features, feature), 'discovery', neuron);
    return { feature, neuron, sign: typeof effect !== 'string' && effect.localAuc < 0.5 ? -1 : 1, chosen: 'by hand' };
  });
  const choice = { claims: frozen, chance: [] };
  const held = await heldOut.compute({ ...task, bench: other, choice, outcomes: {} });
  const labels = await meaninglessLabels(other);
  return frozen.map((claim, index) => {
    const effect = effectSeen(other, item(other.features, claim.feature), 'confirmation', claim.neuron);
    const localAuc = typeof effect === 'string' ? null : effect.localAuc;
    const best = bestNeurons(untrained, claim.feature);
    const size = localAuc === null ? 0 : claim.sign * (localAuc - 0.5);
    const beyond =
      best.length > 1 && size > untrainedInterval(best, size).limit && beyondLabels(size, item(labels, claim.feature));
    const match: SeedMatch = item(matched, index);
    return { seed, ...match, localAuc, heldOut: item(held, index).status === 'passed', learned: beyond };
  });
}

export function judgeReplicated(matches: Replicated['matches']) {
  const networks = matches.length;
  if (networks < criteria.otherSeeds) {
    return notTestable(`${networks} other seeds were trained, and the share needs ${criteria.otherSeeds}.`);
  }
  const having = matches.filter((match) => match.heldOut && match.learned).length;
  const share = having / networks;
  return judged(
    { networks, having, share, interval: exactInterval(having, networks), matches },
    share >= criteria.share ? null : `Only ${having} of ${networks} other seeds have such a neuron.`,
  );
}
