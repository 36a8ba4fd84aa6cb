/** The stage `find`: marks the features in the sampled text too, finds the neurons that react, and their spectra. */

import type { LayerComponent } from '../analysis/findings/arrays.ts';
import { benchFeaturesOf, effectsOf } from '../analysis/findings/bench.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { areNumbers, type FeatureValues } from '../core/values.ts';
import { componentName, shownArrays } from '../models/reading.ts';
import { describeFeature, type Feature, featureValues, type MarkedFeature } from '../text/labels/features.ts';
import { shownTokens } from '../text/settings.ts';
import type { FoundContext, ShownActivations, WrittenContext } from './context.ts';
import { drawnOfAll } from './drawn.ts';
import { halvesOf } from './evidence/halves.ts';
import { ladderFeatures } from './evidence/ladder-input.ts';
import { threadedEffects } from './evidence/neuron-threads.ts';
import { type AnalysedText, findNeurons, findSpectra } from './find-neurons.ts';
import { keptArrays } from './kept-recording.ts';
import { stopIfAsked } from './reading.ts';
import type { FeatureResult, TextName } from './results/schema.ts';

export async function find(
  written: WrittenContext,
): Promise<Pick<FoundContext, 'features' | 'spectra' | 'shown' | 'drawn'>> {
  const { manifest, marked, reporter } = written;
  reporter.step('Finding neurons');
  const drawn = await drawnOfAll(written);
  const context = { ...written, drawn };
  const shown = await shownActivations(context);
  const analysed = await analysedText(context, shownActivationsOf(shown, manifest.detect.on, drawn));
  const effects = manifest.detect.by === 'effect' ? await discoveryEffects(context) : [];
  const features = marked.map((each, index) => findFeature(context, each, analysed, effects[index]));
  return { features, spectra: findSpectra(analysed.shown, features, manifest), shown, drawn };
}

type Drawing = WrittenContext & Pick<FoundContext, 'drawn'>;

/** @param shown the drawn component over the shown part of the text that is analysed. */
async function analysedText(
  { manifest, observed, sampled, warmUp, drawn: { component, layer } }: Drawing,
  shown: readonly Float32Array[],
): Promise<AnalysedText> {
  if (manifest.detect.on === 'sampled') {
    return { activations: shown, segments: [[0, sampled.tokens.length]], warmUp: 0, shown };
  }
  const neurons = await observed.recording.neurons(componentName(component, layer));
  return { activations: neurons, segments: observed.segments, warmUp, shown };
}

/** [features] each [neurons]: the effect on the half that claims are chosen on, an area minus .5, so that what is shown is what is claimed. */
async function discoveryEffects(context: Drawing): Promise<Float64Array[]> {
  const { observed, warmUp, marked, drawn } = context;
  const text = halvesOf(observed, warmUp);
  const { component, layer } = drawn;
  const activations = await observed.recording.neurons(componentName(component, layer), text.discovery.scored);
  const features = benchFeaturesOf(text, ladderFeatures({ ...context, features: [] }, text, marked), text.swapped);
  return effectsOf(
    features,
    'discovery',
    activations,
    threadedEffects(() => stopIfAsked(context)),
  );
}

function findFeature(
  { manifest, sampled, tools }: WrittenContext,
  { feature, mask }: MarkedFeature,
  analysed: AnalysedText,
  effects: Float64Array | undefined,
): FeatureResult {
  const masks = { observed: mask, sampled: sampledValues(feature, sampled, { manifest, tools }) };
  const found = findNeurons(analysed, masks[manifest.detect.on], manifest, effects);
  return {
    name: feature.name,
    description: describeFeature(feature, tools.unit),
    positions: {
      observed: positionsIn(masks.observed.subarray(0, shownTokens(manifest))),
      sampled: positionsIn(masks.sampled),
    },
    ...(areNumbers(mask) && {
      numbers: {
        observed: numbersIn(masks.observed.subarray(0, shownTokens(manifest))),
        sampled: numbersIn(masks.sampled),
      },
    }),
    warning: areNumbers(mask)
      ? numberWarning(feature.name, mask)
      : featureWarning(feature.name, found.carriers, found.counted),
    ...found,
  };
}

/** In the order in which it was written. */
function sampledValues(
  feature: Feature,
  { tokens }: WrittenContext['sampled'],
  { manifest, tools }: Pick<WrittenContext, 'manifest' | 'tools'>,
): FeatureValues {
  if (manifest.model.direction === undefined) return featureValues(feature, tokens, tools);
  return featureValues(feature, tokens.toReversed(), tools).reverse();
}

/** Of a number none. */
const positionsIn = (mask: FeatureValues): number[] =>
  areNumbers(mask) ? [] : [...mask.keys()].filter((t) => mask[t] === 1);

const numbersIn = (numbers: FeatureValues): (number | null)[] =>
  Array.from(numbers, (number) => (Number.isNaN(number) ? null : number));

/** The same of a number: null when it varies. */
export function numberWarning(name: string, numbers: Float32Array): string | null {
  const distinct = new Set(numbers.filter((number) => !Number.isNaN(number)));
  if (distinct.size > 1) return null;
  const [only] = distinct;
  return only === undefined
    ? `"${name}" has no number at any token that was read, so there is nothing to compare.`
    : `"${name}" is ${only} at every token that has a number, so there is nothing to compare.`;
}

/**
 * A clear word when a feature cannot tell neurons apart.
 * @param carriers how many of the counted tokens carry the feature.
 * @param counted how many tokens were counted.
 * @returns null when some tokens carry it and some do not.
 */
export function featureWarning(name: string, carriers: number, counted: number): string | null {
  if (carriers === 0) {
    return `"${name}" matches no token of the ${counted} that were read, so it has no relevance and detects no neuron.`;
  }
  if (carriers < counted) return null;
  return `"${name}" matches every token, so there is nothing to compare with, and its relevance is 0 for every neuron.`;
}

/** Every component of single neurons of every layer that is kept, over the part of both texts that is shown. */
export async function shownActivations({
  manifest,
  checkpoint: { architecture },
  observed,
  sampled,
}: Pick<WrittenContext, 'manifest' | 'checkpoint' | 'observed' | 'sampled'>): Promise<ShownActivations[]> {
  const shown: ShownActivations[] = [];
  const first = firstTokens(Math.min(shownTokens(manifest), observed.ids.length));
  const kept = keptArrays(manifest, architecture, observed.ids.length);
  for (const { name, component, layer } of shownArrays(architecture)) {
    if (!kept.includes(name)) continue;
    const which = { component, layer };
    shown.push({ ...which, text: 'observed', activations: await observed.recording.neurons(name, first) });
    shown.push({ ...which, text: 'sampled', activations: await sampled.recording.neurons(name) });
  }
  return shown;
}

/** Those of one component over one text, [neurons][tokens]. */
export function shownActivationsOf(
  shown: readonly ShownActivations[],
  text: TextName,
  { component, layer }: Pick<LayerComponent, 'component' | 'layer'>,
): readonly Float32Array[] {
  const own = shown.find((each) => each.text === text && each.component === component && each.layer === layer);
  if (own === undefined)
    throw new RangeError(`the ${text} text has no recording of ${componentName(component, layer)}`);
  return own.activations;
}
