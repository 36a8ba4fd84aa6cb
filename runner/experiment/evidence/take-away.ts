/** E6 of an experiment's claims, where the manifest asks for it. */
import type { LadderFeature, LadderInput } from '../../analysis/evidence/ladder-input.ts';
import { markFeature } from '../../features/mark-feature.ts';
import type { Component } from '../../models/cell.ts';
import type { Claim } from '../../results/evidence-schema.ts';
import { pauseOf } from '../reading.ts';
import { causes } from './ablation.ts';
import type { EvidenceTask } from './evidence.ts';
import type { Halves } from './halves.ts';

/** The claims with their E6: 'not run' unless all of the evidence is asked for. */
export async function withCauses(
  { work, observed, tools }: EvidenceTask,
  halves: Halves,
  activations: LadderInput['activations'],
  features: readonly LadderFeature[],
  claims: readonly Claim[],
): Promise<Claim[]> {
  const { manifest, checkpoint, engine, reporter } = work;
  if (manifest.evidence !== 'full') {
    const reason = 'Set evidence: full to take the neuron away and see what it costs.';
    return claims.map((claim) => ({
      ...claim,
      rungs: { ...claim.rungs, E6: { status: 'not run', reason, measured: null } },
    }));
  }
  reporter.step('Taking neurons away');
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
    claims: claims.map(({ feature, neuron }) => ({
      feature: features.findIndex(({ name }) => name === feature),
      neuron,
    })),
    seed: manifest.seed,
    onProgress: (share) => reporter.progress({ done: share, total: 1, text: 'reading without a neuron' }),
    pause: pauseOf(work),
  });
  return claims.map((claim, index) => ({
    ...claim,
    rungs: { ...claim.rungs, E6: rungs[index] ?? claim.rungs.E6 },
  }));
}
