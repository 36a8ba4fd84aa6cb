/** The calibration of S: signals with and without a rhythm of their own, over a made-up alternation of words. Pure. */

import { float64At, uint8At } from '../../core/at.ts';
import type { Random } from '../../core/random.ts';
import { rhythmsOf } from '../../ladder/rhythm.ts';
import { autoregressiveSpectrum, fitAutoregression } from '../../stats/autoregression.ts';
import { fisherGOf } from '../../stats/fisher-g.ts';
import { fourierTransform } from '../../stats/fourier-transform.ts';
import { frequency } from '../../stats/spectrum.ts';
import { fewer, nominal, powerful, type Study } from '../study.ts';
import type { Count } from '../tally.ts';

/** As long as the text that is shown. */
const tokens = 406;
/** Signals of one experiment with nothing to be found, each tested by itself: their rate is known the better. */
const signals = 5;
/** Values before the signal begins, so that an autoregression has forgotten its start. */
const before = 300;
const level = 0.05;
/** Classes of tokens, as numbers. */
const [word, space, mark] = [0, 1, 2] as const;
/** Share of the words that a mark follows. */
const marks = 0.15;

type Signal = (classes: Uint8Array, random: Random) => Float64Array;

const noise = (coefficients: readonly number[], random: Random): Float64Array => {
  const values = new Float64Array(before + tokens);
  for (let t = 0; t < values.length; t++) {
    values[t] = coefficients.reduce(
      (sum, each, lag) => sum + each * (t > lag ? float64At(values, t - 1 - lag) : 0),
      random.normal(),
    );
  }
  const kept = values.subarray(before);
  const size = Math.sqrt(kept.reduce((sum, value) => sum + value ** 2, 0) / tokens);
  return kept.map((value) => value / size);
};

/** Noise whose spectrum has one peak: its height grows as `radius` comes near 1. */
const peak: Signal = (_, random) => {
  const radius = 0.8 + 0.15 * random.uniform();
  const at = 0.05 + 0.4 * random.uniform();
  return noise([2 * radius * Math.cos(2 * Math.PI * at), -(radius ** 2)], random);
};

/** What the classes do, smoothed, and noise. */
const ofClasses: Signal = (classes, random) => {
  const own = noise([0.5], random);
  let smooth = 0;
  return own.map((value, t) => {
    smooth = 0.5 * smooth + 0.5 * uint8At(classes, t);
    return value + smooth;
  });
};

/** A sine whose amplitude is the noise's standard deviation. */
const beating: Signal = (_, random) => {
  const phase = 2 * Math.PI * random.uniform();
  return noise([0.5], random).map((value, t) => value + Math.sin(0.2 * Math.PI * t + phase));
};

/** Words with a space between them, some with a mark before it. */
function alternation({ uniform }: Random): Uint8Array {
  const classes = new Uint8Array(tokens);
  for (let t = 1; t < tokens; t++) {
    const last = classes[t - 1];
    classes[t] = last === space ? word : last === word && uniform() < marks ? mark : space;
  }
  return classes;
}

const counted = (
  signal: Signal,
  passes: (signal: Float64Array, classes: Uint8Array) => boolean,
  random: Random,
  of: number,
): Count => {
  let times = 0;
  for (let i = 0; i < of; i++) {
    const classes = alternation(random);
    if (passes(signal(classes, random), classes)) times++;
  }
  return { times, of };
};

const passesS = (signal: Float64Array, classes: Uint8Array): boolean =>
  rhythmsOf([{ neuron: 0, signal }], classes)[0]?.status === 'passed';

/** The mutant: an autoregression of first order in place of the one chosen by AIC. */
function passesFirstOrder(signal: Float64Array): boolean {
  const odd = signal.subarray(signal.length % 2 === 0 ? 1 : 0);
  const mean = odd.reduce((sum, value) => sum + value, 0) / odd.length;
  const centred = odd.map((value) => value - mean);
  const model = fitAutoregression(centred, 1);
  const transform = fourierTransform(centred);
  const ordinates = Float64Array.from({ length: (odd.length - 1) / 2 }, (_, index) => {
    const k = index + 1;
    const power = float64At(transform, 2 * k) ** 2 + float64At(transform, 2 * k + 1) ** 2;
    return power / autoregressiveSpectrum(model, frequency(k, odd.length));
  });
  return fisherGOf(ordinates).p < level;
}

interface RhythmStudy extends Pick<Study, 'kind' | 'name' | 'about'> {
  measure: string;
  wanted: [least: number, most: number];
  signal: Signal;
  passes?: (signal: Float64Array, classes: Uint8Array) => boolean;
}

const study = ({ kind, name, about, measure, wanted, signal, passes = passesS }: RhythmStudy): Study => ({
  kind,
  name,
  about,
  wanted: { [measure]: wanted },
  ...(kind !== 'nulls' && { most: fewer }),
  experiment: async (random) => ({ [measure]: counted(signal, passes, random, kind === 'plants' ? 1 : signals) }),
});

export const rhythmStudies: readonly Study[] = [
  study({
    kind: 'nulls',
    name: 'AR(2) peaks',
    about: 'Noise with one broad or narrow peak in its spectrum and no rhythm.',
    measure: 'S',
    wanted: [0.03, 0.06],
    signal: peak,
  }),
  study({
    kind: 'nulls',
    name: 'token classes',
    about: 'Signals that follow the alternation of words, spaces and marks, with noise.',
    measure: 'S',
    wanted: [0.03, 0.06],
    signal: ofClasses,
  }),
  study({
    kind: 'plants',
    name: 'rhythm',
    about: 'A sine whose amplitude is the standard deviation of the noise it is in.',
    measure: 'S power',
    wanted: powerful,
    signal: beating,
  }),
  study({
    kind: 'mutants',
    name: 'AR(1) null',
    about: 'S with an autoregression of first order, on noise with one peak in its spectrum.',
    measure: 'false findings',
    wanted: nominal,
    signal: peak,
    passes: passesFirstOrder,
  }),
];
