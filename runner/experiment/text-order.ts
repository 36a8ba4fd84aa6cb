/** Shown texts are published in the order of the text, whichever way the model read and wrote them. Pure. */
import { gapsOf, turned, turnedPlaces, within } from '../core/turned.ts';
import type { ObservedReading } from './reading.ts';
import type { FeatureResult, Predictions, ShownText, TextName } from './results/schema.ts';
import type { Publication } from './results/write.ts';

type Segments = readonly (readonly [start: number, length: number])[];

/** @param observed what the positions of the observed text are of. @returns the same where that was read from left to right. */
export function inTextOrder<P extends Publication>(
  publication: P,
  { direction, segments }: Pick<ObservedReading, 'direction' | 'segments'>,
): P {
  if (direction === undefined) return publication;
  const { result, components, predictions } = publication;
  const { texts } = result;
  const own: Record<TextName, Segments> = {
    observed: within(segments, texts.observed.tokens.length),
    sampled: [[0, texts.sampled.tokens.length]],
  };
  return {
    ...publication,
    result: {
      ...result,
      texts: {
        observed: textTurned(texts.observed, own.observed),
        sampled: {
          ...textTurned(texts.sampled, own.sampled),
          promptStart: texts.sampled.tokens.length - texts.sampled.promptLength,
        },
      },
      features: result.features.map((feature) => featureTurned(feature, own)),
    },
    components: components.map((each) => ({
      ...each,
      activations: each.activations.map((values) => turned(Array.from(values), own[each.text])),
    })),
    predictions: {
      observed: predictionsTurned(predictions.observed, own.observed),
      sampled: predictionsTurned(predictions.sampled, own.sampled),
    },
  };
}

const textTurned = (text: ShownText, segments: Segments): ShownText => ({
  ...text,
  tokens: turned(text.tokens, segments),
  unknown: turnedPlaces(text.unknown, segments),
  nll: turned(text.nll, gapsOf(segments)),
});

const featureTurned = (
  { positions, numbers, ...feature }: FeatureResult,
  { observed, sampled }: Record<TextName, Segments>,
): FeatureResult => ({
  ...feature,
  positions: {
    observed: turnedPlaces(positions.observed, observed),
    sampled: turnedPlaces(positions.sampled, sampled),
  },
  ...(numbers && {
    numbers: { observed: turned(numbers.observed, observed), sampled: turned(numbers.sampled, sampled) },
  }),
});

const predictionsTurned = ({ tokens, next, probability }: Predictions, segments: Segments): Predictions => ({
  tokens,
  next: turned(next, segments),
  probability: turned(probability, segments),
});
