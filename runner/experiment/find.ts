/**
 * Marks the features in the sampled text too, finds the neurons that react, their windows and spectra, and tells which of several
 * recorded arrays pages begin with. Reads the recording.
 */
import type { LayerComponent } from '../analysis/findings/arrays.ts';
import { benchFeaturesOf, effectsOf } from '../analysis/findings/bench.ts';
import { correlation } from '../analysis/stats/correlation.ts';
import { type NeuronWindow, rank, windowsAround } from '../analysis/stats/detection.ts';
import { relevance } from '../analysis/stats/relevance.ts';
import { amplitudeSpectrum, bandPeak } from '../analysis/stats/spectrum.ts';
import { asArea } from '../analysis/stats/summary.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { at, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { areNumbers, type FeatureValues } from '../core/values.ts';
import { componentName, shownArrays } from '../nn/models/reading.ts';
import { describeFeature, featureValues, type MarkedFeature } from '../text/labels/features.ts';
import { shownTokens } from '../text/settings.ts';
import type { FoundContext, ShownActivations } from './context.ts';
import { testedFeatures } from './evidence/claim-test-input.ts';
import { halvesOf } from './evidence/halves.ts';
import { sweepFor } from './evidence/neuron-threads.ts';
import { recordedOf } from './manifest/record.ts';
import type { Manifest, RecordedComponent } from './manifest/resolved.ts';
import { keptArrays } from './reading.ts';
import { type FeatureResult, inTexts, type Spectrum, type TextName } from './results/schema.ts';

type WrittenContext = Omit<FoundContext, keyof Found>;
type Found = Pick<FoundContext, 'drawn' | 'features' | 'spectra' | 'shown'>;

export async function find(context: WrittenContext): Promise<Found> {
  const { manifest, marked, observed, sampled, warmUp, reporter } = context;
  reporter.step('Ranking neurons');
  const drawn = await drawnOfAll(context);
  const shown = await shownActivations(context);
  const { on } = manifest.detect;
  const own = shownActivationsOf(shown, on, drawn);
  const analysed: AnalysedText = {
    activations: on === 'sampled' ? own : await observed.recording.at(componentName(drawn.component, drawn.layer)),
    segments: on === 'sampled' ? [[0, sampled.tokens.length]] : observed.segments,
    warmUp: on === 'sampled' ? 0 : warmUp,
    shown: own,
  };
  const effects = manifest.detect.by === 'effect' ? await discoveryEffects(context, marked)(drawn) : [];
  const features = marked.map((each, index) => findFeature(context, each, analysed, effects[index]));
  return { features, spectra: findSpectra(analysed.shown, features, manifest), shown, drawn };
}

/**
 * @returns of an array [features] each [neurons]: the effect on the half that claims are chosen on, an area minus .5, so that what is shown
 * is what is claimed.
 */
function discoveryEffects(context: WrittenContext, marked: readonly MarkedFeature[]) {
  const { observed, warmUp } = context;
  const text = halvesOf(observed, warmUp);
  const features = benchFeaturesOf(text, testedFeatures({ ...context, features: [] }, text, marked), text.swapped);
  return async ({ component, layer }: RecordedComponent): Promise<Float64Array[]> => {
    const activations = await observed.recording.at(componentName(component, layer), text.discovery.scored);
    return effectsOf(features, 'discovery', activations, sweepFor(context));
  };
}

/**
 * That of the neuron which tells the first feature best on the half that claims are chosen on; the first, where none can be told, or
 * neurons are given by hand.
 */
async function drawnOfAll(context: WrittenContext): Promise<RecordedComponent> {
  const { manifest, marked } = context;
  const all = recordedOf(manifest);
  if (all.length === 1 || manifest.neurons !== null) return all[0];
  const effectsIn = discoveryEffects(context, marked.slice(0, 1));
  let best = { array: all[0], effect: 0 };
  for (const array of all) {
    const [effects = new Float64Array()] = await effectsIn(array);
    const effect = effects.reduce((most, each) => (Number.isNaN(each) ? most : Math.max(most, Math.abs(each))), 0);
    if (effect > best.effect) best = { array, effect };
  }
  return best.array;
}

function findFeature(
  { manifest, sampled, tools }: WrittenContext,
  { feature, mask }: MarkedFeature,
  analysed: AnalysedText,
  effects: Float64Array | undefined,
): FeatureResult {
  // In the order in which it was written.
  const isBackward = manifest.model.direction !== undefined;
  const written = featureValues(feature, isBackward ? sampled.tokens.toReversed() : sampled.tokens, tools);
  const masks = { observed: mask, sampled: isBackward ? written.reverse() : written };
  const found = findNeurons(analysed, masks[manifest.detect.on], manifest, effects);
  const shown = { ...masks, observed: mask.subarray(0, shownTokens(manifest)) };
  return {
    name: feature.name,
    description: describeFeature(feature, tools.unit),
    positions: inTexts((name) => positionsIn(shown[name])),
    ...(areNumbers(mask) && { numbers: inTexts((name) => numbersIn(shown[name])) }),
    warning: areNumbers(mask)
      ? numberWarning(feature.name, mask)
      : featureWarning(feature.name, found.carriers, found.counted),
    ...found,
  };
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
    shown.push({ ...which, text: 'observed', activations: await observed.recording.at(name, first) });
    shown.push({ ...which, text: 'sampled', activations: await sampled.recording.at(name) });
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

export interface AnalysedText {
  /** The recorded component over the whole text, [neurons][tokens]. */
  activations: readonly Float32Array[];
  segments: readonly (readonly [start: number, length: number])[];
  /** Tokens at each segment's start that are not counted. */
  warmUp: number;
  /** The recorded component over the part that is shown, [neurons][shown tokens]. */
  shown: readonly Float32Array[];
}

export type FoundNeurons = Pick<FeatureResult, 'carriers' | 'counted' | 'relevance' | 'windows' | 'heatmapWindows'>;

type Asked = Pick<Manifest, 'detect' | 'neurons' | 'fourier'>;

/** Largest amplitude inside the band, by neuron; NaN when no frequency of the text lies in it. */
function bandAmplitudes(shown: readonly Float32Array[], band: readonly [number, number]): Float64Array {
  return Float64Array.from(
    shown,
    (signal) => bandPeak(amplitudeSpectrum(signal), signal.length, band)?.amplitude ?? Number.NaN,
  );
}

/**
 * What one feature (mask or numbers, [tokens] over the whole analysed text) finds.
 * @param effects with `detect.by: effect` the effect of each neuron on the half that chooses, as an area minus .5.
 */
export function findNeurons(
  text: AnalysedText,
  mask: FeatureValues,
  { detect, neurons, fourier }: Asked,
  effects?: Float64Array,
): FoundNeurons {
  const { activations, segments, warmUp } = text;
  const units = activations.length;
  let carriers = 0;
  let counted = 0;
  for (const [start, length] of segments) {
    const marks = mask.subarray(start + warmUp, start + length);
    counted += marks.length;
    for (const mark of marks) carriers += areNumbers(mask) ? Number(!Number.isNaN(mark)) : mark;
  }
  const measured = carriers === 0 || areNumbers(mask) ? null : relevance(activations, mask, { segments, warmUp });
  const scores =
    detect.by === 'fourier' && fourier.band !== null
      ? bandAmplitudes(text.shown, fourier.band)
      : detect.by === 'effect'
        ? effects?.map((effect) => (areNumbers(mask) ? 2 * asArea(0.5 + effect) - 1 : asArea(0.5 + effect)))
        : areNumbers(mask)
          ? correlations(text, mask)
          : measured?.relevance;
  // An effect goes either way: its size ranks, whatever the mean over swaps leaves of it.
  const sizes = detect.by === 'effect' ? effects?.map(Math.abs) : scores;
  const order = sizes === undefined ? [] : rank(sizes).filter((neuron) => !Number.isNaN(at(sizes, neuron)));
  // Without carriers, or without a rest, relevance tells no neuron from another; an effect is then none.
  const tells =
    detect.by === 'fourier' || detect.by === 'effect' || areNumbers(mask) || (measured !== null && carriers < counted);
  const detected = tells ? order.slice(0, detect.count) : [];
  const ranks = new Map(order.map((neuron, index) => [neuron, index + 1]));
  const windowsOf = (chosen: readonly number[]) =>
    windowsAround(chosen, detect.neighbours, units).map((window) => described(window, scores, ranks));
  const given = detect.by === 'none' ? neurons : null;
  return {
    carriers,
    counted,
    relevance: measured === null ? null : listed(measured),
    windows: windowsOf(given?.text ?? detected),
    heatmapWindows: windowsOf(given?.heatmap ?? detected),
  };
}

/** [neurons] How far each goes with the numbers, whatever its direction, over all counted tokens; NaN where it cannot be told. */
function correlations({ activations, segments, warmUp }: AnalysedText, numbers: Float32Array): Float64Array {
  const places = segments.flatMap(([start, length]) =>
    Array.from({ length: Math.max(0, length - warmUp) }, (_, t) => start + warmUp + t).filter(
      (t) => !Number.isNaN(at(numbers, t)),
    ),
  );
  const own = Float64Array.from(places, (t) => at(numbers, t));
  return Float64Array.from(activations, (activation) =>
    Math.abs(
      correlation(
        Float64Array.from(places, (t) => at(activation, t)),
        own,
      ),
    ),
  );
}

const neuronsIn = ({ first, last }: Pick<NeuronWindow, 'first' | 'last'>): number[] =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

function described(
  { first, last, detected }: NeuronWindow,
  scores: ArrayLike<number> | undefined,
  ranks: Map<number, number>,
) {
  const neurons = neuronsIn({ first, last }).map((neuron) => {
    const score = scores === undefined ? Number.NaN : at(scores, neuron);
    const role = detected.includes(neuron) ? ('detected' as const) : ('neighbour' as const);
    return { neuron, role, rank: ranks.get(neuron) ?? null, score: Number.isNaN(score) ? null : score };
  });
  return { first, last, neurons };
}

const listed = (measured: ReturnType<typeof relevance>) => ({
  relevance: [...measured.relevance],
  prominence: [...measured.prominence],
  difference: [...measured.difference],
});

/** Spectra of the neurons of all windows, or of those asked for, in order of their numbers. */
export function findSpectra(
  shown: readonly Float32Array[],
  features: readonly FoundNeurons[],
  { detect, neurons, fourier }: Asked,
): Spectrum[] {
  const given = detect.by === 'none' ? neurons?.fourier : undefined;
  const wanted =
    given === undefined
      ? features.flatMap(({ windows }) => windows.flatMap((window) => window.neurons.map(({ neuron }) => neuron)))
      : windowsAround(given, detect.neighbours, shown.length).flatMap(neuronsIn);
  return [...new Set(wanted)]
    .sort((a, b) => a - b)
    .map((neuron) => {
      const signal = item(shown, neuron);
      const amplitude = amplitudeSpectrum(signal);
      const peak = fourier.band === null ? null : bandPeak(amplitude, signal.length, fourier.band);
      return { neuron, tokens: signal.length, amplitude: [...amplitude], peak };
    });
}

/** @throws InputError when neurons are to be ranked by a band in which a text of this length has no frequency. */
export function checkBand({ detect, fourier: { band } }: Pick<Manifest, 'detect' | 'fourier'>, tokens: number): void {
  if (detect.by !== 'fourier' || band === null) return;
  if (bandPeak(new Float64Array(Math.floor(tokens / 2) + 1), tokens, band) !== null) return;
  throw new InputError('no-frequency-in-band', {
    what: `fourier.band [${band.join(', ')}] holds no frequency of the ${detect.on} text`,
    why: `It shows ${tokens} tokens, so its frequencies are the multiples of 1/${tokens} (${(1 / tokens).toPrecision(2)})`,
    fix: 'Widen the band, or give a longer text',
  });
}
