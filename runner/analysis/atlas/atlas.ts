/**
 * The atlas of one recorded component: the profile of every neuron, as the arrays that are published (their list is in
 * results/atlas-schema.ts). What needs much computing, the product of all neurons with all and the effects on features,
 * is given. Pure, with the random numbers from the seed.
 */

import { item } from '../../core/at.ts';
import { documentLevels } from '../stats/document-level.ts';
import { viewed } from '../stats/view.ts';
import { atlasVersion, none32 } from './atlas-schema.ts';
import { tokenNumbers } from './excerpts.ts';
import { mapArrays, untrainedArrays } from './map.ts';
import { longestFirst, memoryArrays, memoryIndex } from './memory.ts';
import { nearestByCorrelation, standardised } from './nearest.ts';
import { firstOf, type NeuronProfile, placeKinds, profileOf, quantileLevels } from './profile.ts';
import { searchOf } from './search.ts';
import { shardsOf } from './shards.ts';
import { strongestOf } from './strongest.ts';
import type { AtlasArrays, AtlasTask } from './task.ts';

/** Nearest neurons that a profile names. */
const nearestCount = 6;

/** Where the neurons that lead, and those of the longest memory, are highest and lowest. */
function askedOf(leading: readonly number[], memory: AtlasTask['memory'], profiles: readonly NeuronProfile[]) {
  const neurons = [...new Set([...leading, ...(memory === null ? [] : longestFirst(memory))])];
  return neurons.flatMap((neuron) =>
    (['highest', 'lowest'] as const).flatMap((kind) => {
      const position = firstOf(kind, item(profiles, neuron));
      return position === none32 ? [] : [{ neuron, position }];
    }),
  );
}

export async function atlasArraysOf(task: AtlasTask): Promise<AtlasArrays> {
  const { activations, scored, effects, component, layer, range } = task;
  const neurons = activations.length;
  const scoredActivations = activations.map((values) => viewed(values, scored));
  const correlations = await task.product(standardised(scoredActivations), neurons);
  const numbering = tokenNumbers(task);
  const documents = documentLevels(scoredActivations, { ...scored, types: viewed(task.ids, scored) });
  const profiles: NeuronProfile[] = [];
  for (const [neuron, values] of scoredActivations.entries()) {
    profiles.push(profileOf(task, numbering, neuron, values));
    await task.onNeuron?.(neuron + 1);
  }
  return {
    index: {
      schema: atlasVersion,
      component,
      layer,
      neurons,
      tokens: scored.positions.length,
      range: range === null ? null : [range[0], range[1]],
      features: effects.features,
      networks: effects.untrained === null ? 0 : effects.untrained.length / effects.z.length,
      learned: effects.counted,
      places: placeKinds,
      side: task.side,
      lags: effects.lags,
      memory: task.memory && memoryIndex(task.memory),
      documents: documents && { count: documents.documents, limit: documents.limit },
      ...(task.parts && { parts: await task.parts.read(askedOf(task.parts.leading, task.memory, profiles)) }),
    },
    tokens: numbering.tokens,
    map: {
      ...mapArrays(task, profiles, numbering, correlations),
      ...(task.memory && memoryArrays(task.memory)),
      ...(documents && { document: { shape: [neurons], data: Float32Array.from(documents.correlation) } }),
    },
    untrained: untrainedArrays(effects, neurons),
    quantiles: {
      levels: quantileLevels,
      arrays: {
        quantile: {
          shape: [neurons, quantileLevels.length],
          data: Float32Array.from(profiles.flatMap(({ quantiles }) => [...quantiles])),
        },
      },
    },
    ...(task.strongest && { strongest: strongestOf(task.strongest, effects, numbering.tokens) }),
    search: searchOf(task.search, neurons, numbering.numbers),
    shards: shardsOf(task, { profiles, near: nearestByCorrelation(correlations, neurons, nearestCount), numbering }),
  };
}
