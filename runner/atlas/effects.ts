/**
 * What every neuron does at every feature: the same effects as the evidence measures, on both halves, beside those of the
 * neurons of networks that never learnt. Pure; the ladder's bench and the networks' readings are given.
 */

import { at, item } from '../core/at.ts';
import { type Bench, type EffectTable, effectsOn } from '../ladder/bench.ts';
import { familyTest } from '../ladder/choice.ts';
import { untrainedInterval } from '../ladder/rungs/learned.ts';
import { bestOfNetwork } from '../ladder/untrained.ts';
import { type AtlasFeature, none16 } from '../results/atlas-schema.ts';
import type { Halves } from '../stats/halves.ts';
import type { Sweep } from '../stats/max-t.ts';
import { asArea } from '../stats/summary.ts';
import { whyNotTestable } from '../stats/testable.ts';
import { onsetEffects } from './onset-effects.ts';
import { aroundOnsets, onsetLags } from './onsets.ts';
import type { FeatureEffects } from './task.ts';

export interface EffectsTask {
  bench: Bench;
  /** [features] What the features are, in words. */
  descriptions: readonly string[];
  /** [networks] What the neurons of networks that never learnt have of the features; none where none was read. */
  untrained: readonly Halves<EffectTable>[];
  sweep?: Sweep;
}

/** An effect as an area, kept between 0 and 1 as in the evidence: centring by swaps can carry it a little beyond. */
const areaOf = (effect: number): number => asArea(0.5 + effect);

export async function effectsOnFeatures({
  bench,
  descriptions,
  untrained,
  sweep,
}: EffectsTask): Promise<FeatureEffects> {
  const { features, input } = bench;
  const neurons = input.activations.discovery.length;
  const discovery = await effectsOn(bench, 'discovery');
  const confirmation = await effectsOn(bench, 'confirmation');
  const { z } = await familyTest(bench, sweep);
  const best = untrained.map(bestOfNetwork);
  const untestable = features.map(
    ({ mask, seen }) =>
      whyNotTestable(mask.discovery, seen.discovery.units) ??
      whyNotTestable(mask.confirmation, seen.confirmation.units),
  );
  const told = (tables: readonly Float64Array[], value: (effect: number) => number): Float32Array =>
    rowsOfNeurons(tables, neurons, (effect, feature) => (untestable[feature] === null ? value(effect) : Number.NaN));
  const described = features.map((feature, index): AtlasFeature => {
    const limits = best.flatMap((network) => item(network, index) ?? []);
    return {
      name: feature.name,
      description: item(descriptions, index),
      among: feature.among,
      decidedByToken: feature.decidedByToken,
      carriers: { discovery: count(feature.mask.discovery), confirmation: count(feature.mask.confirmation) },
      untestable: item(untestable, index),
      untrained:
        limits.length < 2
          ? null
          : {
              best: Math.max(...limits),
              limit: untrainedInterval(limits, 0).limit,
            },
    };
  });
  const shown = told(confirmation, areaOf);
  const chosen = bestFeatures(shown, described, neurons);
  return {
    features: described,
    discovery: told(discovery, areaOf),
    confirmation: shown,
    z: told(z, (value) => value),
    untrained: untrained.length === 0 ? null : concatenated(untrained.map((own) => told(own.confirmation, areaOf))),
    lags: [...onsetLags],
    lag: aroundOnsets(bench, chosen),
    lagEffect: onsetEffects(bench, chosen, onsetLags),
    lagFeature: chosen,
  };
}

const count = (mask: Uint8Array): number => mask.reduce((sum, each) => sum + each, 0);

/** From [features][neurons] to [neurons, features]. */
function rowsOfNeurons(
  tables: readonly Float64Array[],
  neurons: number,
  value: (given: number, feature: number) => number,
): Float32Array {
  const rows = new Float32Array(neurons * tables.length);
  for (const [feature, table] of tables.entries()) {
    for (let neuron = 0; neuron < neurons; neuron++) {
      rows[neuron * tables.length + feature] = value(at(table, neuron), feature);
    }
  }
  return rows;
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * The feature by which each neuron is furthest beyond what untrained networks have, or of the largest effect where none
 * was read. [neurons] `none16` where nothing can be tested.
 */
export function bestFeatures(
  areas: Float32Array,
  features: readonly Pick<AtlasFeature, 'untrained'>[],
  neurons: number,
): Uint16Array {
  return Uint16Array.from({ length: neurons }, (_, neuron) => {
    let best = none16;
    let most = Number.NEGATIVE_INFINITY;
    for (const [feature, { untrained }] of features.entries()) {
      const beyond = Math.abs(at(areas, neuron * features.length + feature) - 0.5) - (untrained?.limit ?? 0);
      if (beyond > most) {
        most = beyond;
        best = feature;
      }
    }
    return best;
  });
}
