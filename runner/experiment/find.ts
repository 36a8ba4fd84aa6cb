/** The stage `find`: marks the features in the written text too, finds the neurons that react, and their spectra. */

import { shownTokens } from '../corpus/settings.ts';
import { describeFeature, markFeature } from '../features/features.ts';
import { componentName, recordedComponents } from '../models/reading.ts';
import { neuronsOf, readNeurons } from '../recording/recording-file.ts';
import type { TextName } from '../results/schema.ts';
import type { Found, FoundFeature, MarkedFeature, Recorded, ShownActivations, Written } from './context.ts';
import { type AnalysedText, findNeurons, findSpectra } from './findings.ts';
import { recordingOf, type SampledReading } from './reading.ts';

export async function find(context: Written): Promise<Pick<Found, 'features' | 'spectra' | 'shown'>> {
  const { manifest, marked, reporter } = context;
  reporter.step('Finding neurons');
  const shown = await shownActivations(context);
  const analysed = await analysedText(context, activationsOf(shown, manifest.detect.on, manifest.record));
  const features = marked.map((each) => findFeature(context, each, analysed));
  const spectra = findSpectra(
    analysed.shown,
    features.map(({ found }) => found),
    manifest,
  );
  return { features, spectra, shown };
}

/** @param shown the recorded component over the shown part of the text that is analysed. */
async function analysedText(
  { manifest, observed, sampled, warmUp, paths }: Written,
  shown: readonly Float32Array[],
): Promise<AnalysedText> {
  if (manifest.detect.on === 'sampled') {
    return { activations: shown, segments: [[0, sampled.tokens.length]], warmUp: 0, shown };
  }
  const name = componentName(manifest.record.component, manifest.record.layer);
  return { activations: await readNeurons(recordingOf(paths.run), name), segments: observed.segments, warmUp, shown };
}

function findFeature(
  { manifest, sampled, tools }: Written,
  { feature, mask }: MarkedFeature,
  analysed: AnalysedText,
): FoundFeature {
  const masks = { observed: mask, sampled: markFeature(feature, sampled.tokens, tools) };
  const found = findNeurons(analysed, masks[manifest.detect.on], manifest);
  return {
    found: {
      name: feature.name,
      description: describeFeature(feature, tools.unit),
      positions: {
        observed: positionsIn(masks.observed.subarray(0, shownTokens(manifest))),
        sampled: positionsIn(masks.sampled),
      },
      warning: featureWarning(feature.name, found.carriers, found.counted),
      ...found,
    },
    mask,
  };
}

const positionsIn = (mask: Uint8Array): number[] => [...mask.keys()].filter((t) => mask[t] === 1);

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

/** Every component of every layer over the part of both texts that is shown. */
export async function shownActivations({
  manifest,
  checkpoint: { architecture },
  sampled,
  paths,
}: Pick<Written, 'manifest' | 'checkpoint' | 'sampled' | 'paths'>): Promise<ShownActivations[]> {
  const shown: ShownActivations[] = [];
  for (const which of recordedComponents(architecture)) {
    const name = componentName(which.component, which.layer);
    const observed = await readNeurons(recordingOf(paths.run), name, shownTokens(manifest));
    shown.push({ ...which, text: 'observed', activations: observed });
    shown.push({ ...which, text: 'sampled', activations: neuronsOf(arrayOf(sampled, name), architecture.units) });
  }
  return shown;
}

function arrayOf({ arrays }: SampledReading, name: string): Float32Array {
  const array = arrays.get(name);
  if (array === undefined) throw new RangeError(`the written text has no recording of ${name}`);
  return array;
}

/** Those of one component over one text, [neurons][tokens]. */
export function activationsOf(
  shown: readonly ShownActivations[],
  text: TextName,
  { component, layer }: Recorded['manifest']['record'],
): readonly Float32Array[] {
  const own = shown.find((each) => each.text === text && each.component === component && each.layer === layer);
  if (own === undefined)
    throw new RangeError(`the ${text} text has no recording of ${componentName(component, layer)}`);
  return own.activations;
}
