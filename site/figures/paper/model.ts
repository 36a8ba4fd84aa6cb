/** The model for a paper: its learning curve, and the vectors of its tokens. Pure. */
import { significant } from '../../../runner/core/words.ts';
import { embeddingSvg } from '../embedding.ts';
import type { Drawable } from '../experiment-figures.ts';
import { accuracySvg, lossSvg } from '../learning-curve.ts';
import { accuracyFrame, lossFrame } from './frames.ts';
import { paperSvg, pixelsOf } from './paper-svg.ts';
import { chart, type PaperOptions, type PaperPart } from './part.ts';

export function curves({ result: { learningCurve, figures } }: Drawable, { width }: PaperOptions): PaperPart[] {
  if (!learningCurve || !figures.learningCurve) return [];
  const best = learningCurve.epochs.find(({ epoch }) => epoch === learningCurve.bestEpoch);
  const numbers: Record<string, string> =
    best === undefined
      ? {}
      : {
          'kept epoch': String(best.epoch),
          'validation loss, nats per token': significant(best.validationLoss),
          'validation accuracy': `${significant(100 * best.validationAccuracy)}%`,
        };
  return [
    {
      of: ['learning curve', 'loss'],
      caption: 'Training and validation loss by epoch; epoch 0 is the untrained model.',
      numbers,
      draw: () => chart((across) => lossSvg(learningCurve, across), lossFrame, width),
    },
    {
      of: ['learning curve', 'accuracy'],
      caption: 'Share of validation tokens whose likeliest continuation is right, by epoch.',
      numbers,
      draw: () => chart((across) => accuracySvg(learningCurve, across), accuracyFrame, width),
    },
  ];
}

export function tokenVectors({ result: { embedding } }: Drawable, { width }: PaperOptions): PaperPart[] {
  const projection = embedding?.projection;
  if (!projection) return [];
  return [
    {
      of: ['token vectors'],
      caption: `The ${projection.points.length} most frequent words on the two principal components of their vectors.`,
      draw: () => paperSvg(embeddingSvg(projection, pixelsOf(width)), {}, width),
    },
  ];
}
