/** What earlier tokens have put into the neurons that an atlas shows first, at places where these are highest and lowest. */

import type { AtlasParts } from '../../analysis/atlas/atlas-schema.ts';
import { rankOf } from '../../analysis/findings/verdict.ts';
import { type OcclusionTarget, occluded } from '../../analysis/reading/occlusion.ts';
import { openRunner } from '../../analysis/reading/runner.ts';
import { occludedTokens, substituteCount } from '../../analysis/stats/substitutes.ts';
import { at, item } from '../../core/at.ts';
import { turnedPlaces } from '../../core/turned.ts';
import { sizeOf } from '../../models/program.ts';
import { operationsPerToken, type Readable, readerOf } from '../../models/reading.ts';
import { unknownToken } from '../../text/vocabulary.ts';
import type { EvidenceContext, JudgedContext } from '../context.ts';
import { drawnOf, recordedNames } from '../manifest/record.ts';
import { pauseOf } from '../reading.ts';

/** What more places than the fewest may cost, and all tokens of those: a few seconds of two processors. */
const operations = { places: 1.5e11, tokens: 2.5e11 } as const;
const places = { fewest: 2, most: 24 } as const;
const fewestTokens = 16;

/** How many places are asked about, and so many tokens that end with each: all, but of networks that take too long for that. */
export function roomFor(network: Readable): { count: number; tokens: number } {
  const each = substituteCount * operationsPerToken(network);
  const perPlace = (each * occludedTokens ** 2) / 2;
  const count = Math.max(places.fewest, Math.min(places.most, Math.floor(operations.places / perPlace)));
  // Only the last token of each reading is decoded.
  const step = 2 * substituteCount * parametersPerStep(network);
  const affordable = Math.floor(Math.sqrt((2 * operations.tokens) / (places.fewest * step)));
  return { count, tokens: Math.max(fewestTokens, Math.min(occludedTokens, affordable)) };
}

const parametersPerStep = (network: Readable): number =>
  Object.values(readerOf(network).parameters.step).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** Neurons that lead a feature, of the component and layer that are recorded, those of the highest verdict first. */
export function leadingNeurons({ manifest, result: { evidence } }: JudgedContext): number[] {
  const { component, layer } = drawnOf(manifest);
  const leads = (evidence?.claims ?? [])
    .filter((claim) => claim.lead && claim.component === component && claim.layer === layer)
    .sort((a, b) => rankOf(b.verdict.level) - rankOf(a.verdict.level));
  return [...new Set(leads.map(({ neuron }) => neuron))];
}

/**
 * @param wanted the most wanted first; as many are read as a network of this size allows.
 * @param activations [neurons] each [tokens] of the recorded component.
 */
export async function partsAt(
  context: EvidenceContext,
  wanted: readonly OcclusionTarget[],
  activations: readonly Float32Array[],
): Promise<AtlasParts[]> {
  const { manifest, checkpoint, observed, engine } = context;
  const { ids, segments, tokens } = observed;
  const { count, tokens: most } = roomFor(checkpoint.architecture);
  const ends = new Set(segments.map(([start, length]) => start + length - 1));
  const starts = new Set(segments.map(([start]) => start));
  const asked = wanted.filter(({ position }) => !ends.has(position) && !starts.has(position)).slice(0, count);
  if (asked.length === 0) return [];
  const unknown = checkpoint.vocabulary.indexOf(unknownToken);
  const runner = openRunner(engine, checkpoint, observed.before);
  try {
    const found = await occluded(runner, {
      ...{ ids, segments, asked, most, pause: pauseOf(context) },
      array: item(recordedNames(manifest), 0),
      never: unknown === -1 ? [] : [unknown],
    });
    return found.map(({ first, value, probability, chance }, index) => {
      const { neuron, position } = item(asked, index);
      const short = (values: Iterable<number>) => Array.from(values, (each) => Number(each.toPrecision(4)));
      return {
        neuron,
        ...(observed.direction === undefined
          ? { position }
          : { position: item(turnedPlaces([position], segments), 0), backward: true as const }),
        tokens: tokens.slice(first, position + 1),
        activations: short(item(activations, neuron).subarray(first, position + 1)),
        value: short(value),
        probability: short(probability),
        next: item(tokens, position + 1),
        chance: at(short([chance]), 0),
      };
    });
  } finally {
    await runner.release();
  }
}
