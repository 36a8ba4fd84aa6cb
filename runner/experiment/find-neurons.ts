/**
 * From recorded activations and marked tokens to findings: relevance, spectra, the detected neurons and their
 * windows. Pure.
 */

import { type NeuronWindow, rank, windowsAround } from '../analysis/stats/detection.ts';
import { correlation } from '../analysis/stats/rank-correlation.ts';
import { relevance } from '../analysis/stats/relevance.ts';
import { amplitudeSpectrum, bandPeak } from '../analysis/stats/spectrum.ts';
import { asArea } from '../analysis/stats/summary.ts';
import { at, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { areNumbers, type FeatureValues } from '../core/values.ts';
import { counted } from '../core/words.ts';
import type { Manifest } from './manifest/resolved.ts';
import type { FeatureResult, Spectrum } from './results/schema.ts';

/** The text that is analysed. */
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

function described(
  { first, last, detected }: NeuronWindow,
  scores: ArrayLike<number> | undefined,
  ranks: Map<number, number>,
) {
  const neurons = Array.from({ length: last - first + 1 }, (_, offset) => {
    const neuron = first + offset;
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
      : windowsAround(given, detect.neighbours, shown.length).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
        );
  return [...new Set(wanted)]
    .sort((a, b) => a - b)
    .map((neuron) => {
      const signal = item(shown, neuron);
      const amplitude = amplitudeSpectrum(signal);
      const peak = fourier.band === null ? null : bandPeak(amplitude, signal.length, fourier.band);
      return { neuron, tokens: signal.length, amplitude: [...amplitude], peak };
    });
}

/** @throws InputError when a neuron given by hand is not one of the layer's. */
export function checkNeurons(neurons: Manifest['neurons'], units: number): void {
  const wrong =
    neurons === null ? undefined : [...neurons.text, ...neurons.heatmap, ...neurons.fourier].find((n) => n >= units);
  if (wrong === undefined) return;
  throw new InputError('no-such-neuron', {
    what: `neurons names ${wrong}, and the layer has ${counted(units, 'neuron')}`,
    fix: `Neurons count from 0: choose from 0 to ${units - 1}`,
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
