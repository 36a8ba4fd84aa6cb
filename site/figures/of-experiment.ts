/**
 * Every figure of an experiment, told once: for its page's list of files, for the files beside it, and for papers. Pure;
 * activations are asked for when a figure is drawn.
 */
import { cutOf } from '../../runner/core/cut.ts';
import { counted, limit, significant } from '../../runner/core/format.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { FeatureResult, Result, TextName } from '../../runner/experiment/results/schema.ts';
import { componentName, isBounded, limitsOf } from '../words/components.ts';
import { leadNeuron, markedCarriers, shownNeurons } from '../words/lead.ts';
import { drawn, fullFeatures } from '../words/page-features.ts';
import { heatmapPositions, mostColumns, passageOf, stretchOf, within } from '../words/stretch.ts';
import { capital } from '../words/token.ts';
import {
  accuracyChart,
  accuracyFrame,
  lossChart,
  lossFrame,
  spectraTop,
  spectrumChart,
  spectrumFrame,
} from './charts.ts';
import { figuresOfClaims } from './claims.ts';
import { colourCoordinate } from './colour.ts';
import type { Figure } from './figure.ts';
import { key, type LegendEntry } from './framed.ts';
import { heatmapDrawing, heatmapOf, heatmapWhole } from './heatmap.ts';
import { fieldFromAbove, fieldOf, surface } from './surface.ts';
import { textSvg } from './text-svg.ts';

/** An experiment as its figures need it. */
export interface Drawable {
  result: Result;
  /** Those of the recorded component over a shown text. */
  activations: (text: TextName) => Promise<QuantizedActivations>;
}

/** @param neuron only the figures of this one; those of the leading neurons, and of the whole, when null. */
export const figuresOf = (drawable: Drawable, neuron: number | null = null): Figure[] => [
  ...texts(drawable, neuron),
  ...(neuron === null ? heatmaps(drawable) : []),
  ...spectra(drawable, neuron),
  ...(neuron === null ? curves(drawable) : []),
  ...figuresOfClaims(drawable.result, neuron),
  ...(neuron === null ? surfaces(drawable) : []),
];

/** What full colour means, without the values. */
const scale = (component: string, cell: Result['model']['cell']): string => {
  const [low, high] = limitsOf(component, cell);
  return isBounded(component, cell)
    ? `Full orange is ${limit(high)}, paper 0${low < 0 ? ', full blue −1' : ''}.`
    : `Full colour is ${limit(high)} and beyond: orange positive, blue negative.`;
};

const colours = (isSigned: boolean): LegendEntry[] => [
  ...(isSigned ? [key('box', 'negative', 'negative: line above')] : []),
  key('box', 'positive', isSigned ? 'positive' : 'high'),
];

function texts({ result, activations }: Drawable, asked: number | null): Figure[] {
  const { component, layer } = result.record;
  const limits = limitsOf(component, result.model.cell);
  return fullFeatures(result).flatMap(({ feature, number }) =>
    (['observed', 'sampled'] as const)
      .filter((name) => result.texts[name].tokens.length > 0)
      .map((name): Figure => {
        const neuron = asked ?? leadNeuron(result, feature);
        const { from, to, carriers, text } = passage(feature, name, result);
        return {
          name: `feature-${number}-text-${name}`,
          of: [feature.name, `neuron ${neuron}`, `text ${name}`],
          about: `${capital(componentName(component))} of neuron ${neuron} (layer ${layer}) over a passage of the ${name} text; tokens that carry the feature “${feature.name}” are underlined. ${scale(component, result.model.cell)}`,
          legend: [
            ...colours(limits[0] < 0),
            key('line', 'ink', 'carries the feature'),
            ...(text.resets.some((position) => position > 0) ? [key('dashed', 'quiet', 'starts again')] : []),
          ],
          async draw(palette, width = 604) {
            const values = activationsOf(await activations(name), neuron).slice(from, to);
            const coordinates = Array.from(values, (value) => colourCoordinate(value, limits));
            // Letters of eight pixels: those that a paper scales down are as high as the words around them.
            return textSvg(text, coordinates, carriers, palette, { columns: Math.floor(0.159 * width) });
          },
        };
      }),
  );
}

/** The stretch of a text that shows the feature best, with its positions counted from its own beginning. */
function passage(feature: FeatureResult, name: TextName, { texts, model }: Result) {
  const text = texts[name];
  const carriers = markedCarriers(feature.positions[name], text.tokens.length);
  const { from, to } = passageOf(text, carriers, model.unit);
  const kept = { ...stretchOf(text, [from, to]), cut: cutOf(model) };
  return { from, to, carriers: within(carriers, [from, to]), text: kept };
}

/** Pixels of a heatmap beside its columns, and of one column when they are many. */
const [beside, column] = [208, 20];

function heatmaps({ result, activations }: Drawable): Figure[] {
  const { component, layer } = result.record;
  const { on } = result.detection;
  const limits = limitsOf(component, result.model.cell);
  if (!result.figures.heatmap) return [];
  return fullFeatures(result).flatMap(({ feature, number }): Figure[] => {
    const all = heatmapPositions(feature, on);
    if (all.length === 0 || shownNeurons(feature.heatmapWindows).length === 0) return [];
    const tokens = feature.numbers
      ? `tokens of the ${on} text from the lowest to the highest “${feature.name}”`
      : `tokens of the ${on} text that carry the feature “${feature.name}”, in the order of the text`;
    return [
      {
        name: `feature-${number}-heatmap`,
        of: [feature.name, 'heatmap'],
        about: `${capital(componentName(component))} of layer ${layer} at ${tokens}, one row a neuron. ${scale(component, result.model.cell)}`,
        x: 'tokens that carry the feature',
        legend: colours(limits[0] < 0),
        async draw(palette, width) {
          const most = width === undefined ? mostColumns : Math.max(4, Math.floor((1.25 * width - beside) / column));
          const positions = heatmapPositions(feature, on, most).slice(0, most);
          const map = heatmapOf(result, feature, positions, await activations(on));
          return heatmapWhole(heatmapDrawing(map, limits, palette));
        },
      },
    ];
  });
}

function spectra({ result }: Drawable, neuron: number | null): Figure[] {
  if (!result.figures.fourier) return [];
  const all = drawn(result, result.spectra);
  const top = spectraTop(all);
  const { band } = result.detection;
  return all
    .filter((spectrum) => neuron === null || spectrum.neuron === neuron)
    .map((spectrum) => ({
      name: `spectrum-neuron-${spectrum.neuron}`,
      of: [`neuron ${spectrum.neuron}`, 'spectrum'],
      about: `Amplitude spectrum of neuron ${spectrum.neuron} over ${counted(spectrum.tokens, 'token')}.`,
      ...spectrumFrame(band !== null),
      draw: (palette, width = 340) => spectrumChart(spectrum, { band, top }, palette, { width, height: 180 }),
    }));
}

function curves({ result: { learningCurve, figures } }: Drawable): Figure[] {
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
      name: 'learning-curve-loss',
      of: ['learning curve', 'loss'],
      numbers,
      ...lossFrame,
      about: 'Training and validation loss by epoch; epoch 0 is the untrained model.',
      draw: (palette, width) => lossChart(learningCurve, palette, width),
    },
    {
      name: 'learning-curve-accuracy',
      of: ['learning curve', 'accuracy'],
      numbers,
      ...accuracyFrame,
      about: 'Share of validation tokens whose likeliest continuation is right, by epoch.',
      draw: (palette, width) => accuracyChart(learningCurve, palette, width),
    },
  ];
}

function surfaces({ result }: Drawable): Figure[] {
  const field = fieldOf(result);
  if (field === null) return [];
  const neurons = counted(field.windows.flat().length, 'neuron');
  return (
    [
      ['fourier-surface', surface],
      ['fourier-heatmap', fieldFromAbove],
    ] as const
  ).map(([name, draw]) => ({
    name,
    of: [name],
    isPicture: true,
    about: `Amplitude of ${neurons} by frequency, cycles per token${name === 'fourier-heatmap' ? ', from straight above' : ''}.`,
    draw: (_, width) => draw(field, width === undefined ? null : (11 * 760) / width),
  }));
}
