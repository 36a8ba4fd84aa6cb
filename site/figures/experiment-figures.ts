/**
 * Every figure of an experiment's page as a drawing by name, for files to download. Pure: activations are asked for
 * where a drawing needs them, when it is drawn.
 */
import { cutOf } from '../../runner/core/cut.ts';
import { limit } from '../../runner/core/words.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { Result, TextName } from '../../runner/experiment/results/schema.ts';
import { componentName, isBounded, limitsOf } from '../words/components.ts';
import { heatmapPositions } from '../words/heatmap-positions.ts';
import { leadNeuron } from '../words/lead.ts';
import { drawn, fullFeatures } from '../words/page-features.ts';
import { markedCarriers, shownNeurons } from '../words/ranking.ts';
import { colourCoordinate } from './colour.ts';
import { embeddingSvg } from './embedding.ts';
import { figureFiles } from './evidence-figures.ts';
import { heatmapOf } from './heatmap.ts';
import { heatmapFile, heatmapSvg } from './heatmap-svg.ts';
import { accuracySvg, lossSvg } from './learning-curve.ts';
import { spectraTop, spectrumSvg } from './spectrum.ts';
import { textSvg } from './text-svg.ts';

export interface ExperimentFigure {
  /** File name beside the page. */
  name: string;
  /** What it shows, with its units; the caption of the file. */
  about: string;
  draw: () => string | Promise<string>;
}

/** An experiment as its figures need it. */
export interface Drawable {
  result: Result;
  /** Those of the recorded component over a shown text. */
  activations: (text: TextName) => Promise<QuantizedActivations>;
}

/** All but the Fourier surface and its heatmap, which carry styles of their own. */
export const experimentFigures = (drawable: Drawable): ExperimentFigure[] => [
  ...texts(drawable),
  ...heatmaps(drawable),
  ...spectra(drawable),
  ...curves(drawable),
  ...tokenVectors(drawable),
  ...figureFiles(drawable.result),
];

function texts(drawable: Drawable): ExperimentFigure[] {
  const { result } = drawable;
  const { component, layer } = result.record;
  return fullFeatures(result).flatMap(({ feature, number }) =>
    (['observed', 'sampled'] as const)
      .filter((name) => result.texts[name].tokens.length > 0)
      .map((name) => ({
        name: `feature-${number}-text-${name}.svg`,
        about: `${feature.name}: ${componentName(component)} of neuron ${leadNeuron(result, feature)}, layer ${layer}, over the ${name} text. ${scale(component, result.model.cell)}`,
        draw: async () => {
          const limits = limitsOf(component, result.model.cell);
          const values = activationsOf(await drawable.activations(name), leadNeuron(result, feature));
          const { tokens } = result.texts[name];
          return textSvg(
            { ...result.texts[name], cut: cutOf(result.model) },
            Array.from(values, (value) => colourCoordinate(value, limits)),
            markedCarriers(feature.positions[name], tokens.length),
          );
        },
      })),
  );
}

/** What full colour means, without the values. */
const scale = (component: string, cell: Result['model']['cell']): string =>
  isBounded(component, cell)
    ? `Full orange is ${limit(limitsOf(component, cell)[1])}, paper 0${limitsOf(component, cell)[0] < 0 ? ', full blue −1' : ''}.`
    : `Full colour is ${limit(limitsOf(component, cell)[1])} and beyond: orange positive, blue negative.`;

function heatmaps(drawable: Drawable): ExperimentFigure[] {
  const { result } = drawable;
  const { component, layer } = result.record;
  const { on } = result.detection;
  if (!result.figures.heatmap) return [];
  return fullFeatures(result).flatMap(({ feature, number }) => {
    const positions = heatmapPositions(feature, on);
    if (positions.length === 0 || shownNeurons(feature.heatmapWindows).length === 0) return [];
    const about = `${feature.name}: ${componentName(component)} of layer ${layer} at the tokens of the ${on} text ${feature.numbers ? 'from the lowest number to the highest' : 'that carry the feature'}, one row a neuron. ${scale(component, result.model.cell)}`;
    const draw = async (): Promise<string> => {
      const limits = limitsOf(component, result.model.cell);
      const map = heatmapOf(result, feature, positions, await drawable.activations(on));
      return heatmapFile(heatmapSvg(map, limits));
    };
    return [{ name: `feature-${number}-heatmap.svg`, about, draw }];
  });
}

function spectra({ result }: Drawable): ExperimentFigure[] {
  if (!result.figures.fourier) return [];
  const shown = drawn(result, result.spectra);
  const top = spectraTop(shown);
  return shown.map((spectrum) => ({
    name: `spectrum-neuron-${spectrum.neuron}.svg`,
    about: `Neuron ${spectrum.neuron}: amplitude by frequency, cycles per token.`,
    draw: () => spectrumSvg(spectrum, result.detection.band, top),
  }));
}

function curves({ result: { learningCurve, figures } }: Drawable): ExperimentFigure[] {
  if (!learningCurve || !figures.learningCurve) return [];
  return [
    {
      name: 'learning-curve-loss.svg',
      about: 'Loss, nats per token, by epoch: validation (blue), training (brown).',
      draw: () => lossSvg(learningCurve),
    },
    {
      name: 'learning-curve-accuracy.svg',
      about: 'Accuracy, % of validation tokens, by epoch.',
      draw: () => accuracySvg(learningCurve),
    },
  ];
}

function tokenVectors({ result: { embedding } }: Drawable): ExperimentFigure[] {
  const projection = embedding?.projection;
  if (!projection) return [];
  return [
    {
      name: 'token-vectors.svg',
      about: `The ${projection.points.length} most frequent words on the two principal components of their vectors.`,
      draw: () => embeddingSvg(projection),
    },
  ];
}
