/** E6 of an experiment's claims, where the manifest asks for it. */

import { markFeature } from '../../features/features.ts';
import type { LadderFeature, LadderInput } from '../../ladder/ladder-input.ts';
import type { Component } from '../../models/cells/cells.ts';
import type { Claim } from '../../results/evidence-schema-1.ts';
import { pauseOf } from '../reading.ts';
import { causes } from './ablation.ts';
import type { EvidenceTask } from './evidence.ts';
import type { Halves } from './halves.ts';

/** More are not affordable; the strongest are asked first. */
const mostClaims = 8;
/** As much work as so many claims take at full effort is shared among them. */
const fullEfforts = 2;

/**
 * The claims with their E6: 'not run' unless all of the evidence is asked for, and only for those that hold on the
 * confirmation half: what is not there has no cause to look for.
 */
export async function withCauses(
  { work, observed, tools }: EvidenceTask,
  halves: Halves,
  activations: LadderInput['activations'],
  features: readonly LadderFeature[],
  claims: readonly Claim[],
): Promise<Claim[]> {
  const { manifest, checkpoint, engine, reporter } = work;
  if (manifest.evidence !== 'full') {
    return claims.map((claim) => notRun(claim, 'Set evidence: full to take the neuron away and see what it costs.'));
  }
  const holding = claims.filter(holds);
  const strongest = [...holding].sort((a, b) => strength(b) - strength(a)).slice(0, mostClaims);
  if (strongest.length > 0) reporter.step('Ablating neurons');
  const rungs = await causes({
    engine,
    checkpoint,
    layer: manifest.record.layer,
    component: manifest.record.component as Component,
    ids: observed.ids,
    segments: observed.segments,
    halves,
    discovery: activations.discovery,
    confirmation: activations.confirmation,
    features: features.map(({ masks, decidedByType: byType }, index) => {
      const feature = manifest.features[index];
      return {
        ...masks,
        types: byType && feature !== undefined ? markFeature(feature, checkpoint.vocabulary, tools) : null,
      };
    }),
    claims: strongest.map(({ feature, neuron }) => ({
      feature: features.findIndex(({ name }) => name === feature),
      neuron,
    })),
    seed: manifest.seed,
    effort: Math.min(1, fullEfforts / strongest.length),
    onProgress: (share) => reporter.progress({ done: share, total: 1, text: 'reading without a neuron' }),
    pause: pauseOf(work),
  });
  return claims.map((claim) => {
    const E6 = rungs[strongest.indexOf(claim)];
    if (E6 !== undefined) return { ...claim, rungs: { ...claim.rungs, E6 } };
    if (!holding.includes(claim))
      return notRun(claim, 'It does not hold without any ablation: E1, E2 or E3 is not passed.');
    return notRun(
      claim,
      `Only the ${mostClaims} strongest claims of an experiment are taken away; ask for fewer features.`,
    );
  });
}

function notRun(claim: Claim, reason: string): Claim {
  return { ...claim, rungs: { ...claim.rungs, E6: { status: 'not run', reason, measured: null } } };
}

/** Passed E1 and E2, and E3 where that could be tested at all. */
const holds = ({ rungs: { E1, E2, E3 } }: Claim): boolean =>
  E1.status === 'passed' && E2.status === 'passed' && E3.status !== 'failed';

const strength = ({ rungs: { E2 } }: Claim): number => Math.abs(E2.measured?.z ?? 0);
