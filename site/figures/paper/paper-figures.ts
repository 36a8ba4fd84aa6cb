/**
 * Every figure of an experiment as one for a paper: drawn at the width of its column, with axis titles and a legend, a
 * name that says what it is, and the numbers for its caption. Pure; activations are asked for when a figure is drawn.
 */
import { activationsOf } from '../../../runner/results/activations.ts';
import type { Claim } from '../../../runner/results/evidence-schema.ts';
import type { FeatureResult, TextName } from '../../../runner/results/schema.ts';
import { evidenceOf } from '../../words/claims.ts';
import { componentName, limitsOf } from '../../words/components.ts';
import { probability, range } from '../../words/evidence-numbers.ts';
import { leadNeuron } from '../../words/lead.ts';
import { significant } from '../../words/numbers.ts';
import { drawn, fullFeatures } from '../../words/page-features.ts';
import { markedCarriers, shownNeurons } from '../../words/ranking.ts';
import { colourCoordinate } from '../colour.ts';
import { embeddingSvg } from '../embedding.ts';
import { type ClaimFigure, claimCharts, claimFigureNames, groupsOn, paperClaims } from '../evidence-figures.ts';
import type { Drawable } from '../experiment-figures.ts';
import { groupCurveSvg, groupMembersSvg } from '../group.ts';
import { heatmap } from '../heatmap.ts';
import { heatmapFile } from '../heatmap-file.ts';
import { heatmapSvg } from '../heatmap-svg.ts';
import { accuracySvg, lossSvg } from '../learning-curve.ts';
import { rhythmSvg, rhythmTop } from '../rhythm.ts';
import { passageOf } from '../score.ts';
import { spectraTop, spectrumSvg } from '../spectrum.ts';
import { fieldOf } from '../surface/field.ts';
import { flatHeight, flatShapes, flatWidth } from '../surface/flat.ts';
import { sceneOf, stillView } from '../surface/scene.ts';
import { surfaceSvg } from '../surface/svg.ts';
import { textSvg } from '../text-svg.ts';
import {
  accuracyFrame,
  activationFrame,
  claimFrames,
  groupFrames,
  heatmapFrame,
  lossFrame,
  rhythmFrame,
  spectrumFrame,
} from './frames.ts';
import { chartWidth, type Frame, paperSvg, pixelsOf } from './paper-svg.ts';

export interface PaperOptions {
  /** Millimetres. */
  width: number;
  /** Only figures of this neuron; those of the leading neurons when null. */
  neuron: number | null;
}

export interface PaperFigure {
  /** File name without its ending: 'quotes_inside-quotes_neuron-408_lag-profile'. */
  name: string;
  /** What it shows, one or two sentences. */
  caption: string;
  /** 'local AUC' -> '0.975 [0.961, 0.988]'. */
  numbers: Readonly<Record<string, string>>;
  draw: () => string | Promise<string>;
}

/** A figure before it has its name. */
interface Part {
  /** About what, in the order of the name. */
  of: readonly string[];
  caption: string;
  numbers?: Readonly<Record<string, string>>;
  draw: () => string | Promise<string>;
}

export function paperFigures(drawable: Drawable, options: PaperOptions): PaperFigure[] {
  const all = [
    ...texts(drawable, options),
    ...ofClaims(drawable, options),
    ...spectra(drawable, options),
    ...rhythms(drawable, options),
    ...(options.neuron === null
      ? [
          ...heatmaps(drawable, options),
          ...groups(drawable, options),
          ...surfaces(drawable, options),
          ...curves(drawable, options),
          ...tokenVectors(drawable, options),
        ]
      : []),
  ];
  const names = new Map<string, number>();
  return all.map(({ of, caption, numbers = {}, draw }) => {
    const plain = [drawable.result.id, ...of].map(slug).filter(Boolean).join('_');
    const before = names.get(plain) ?? 0;
    names.set(plain, before + 1);
    return { name: before === 0 ? plain : `${plain}-${before + 1}`, caption, numbers, draw };
  });
}

/** Letters and digits of any script, hyphens for all else: a file's name, and a label of LaTeX. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');

const neuronName = (neuron: number): string => `neuron ${neuron}`;

/** Letters in a text of many colours, across a figure. */
const columnsOf = (millimetres: number): number => Math.floor(0.62 * millimetres);

function texts({ result, ...drawable }: Drawable, { width, neuron: asked }: PaperOptions): Part[] {
  const { component, layer } = result.record;
  return fullFeatures(result).flatMap(({ feature }) =>
    (['observed', 'sampled'] as const)
      .filter((name) => result.texts[name].tokens.length > 0)
      .map((name) => {
        const neuron = asked ?? leadNeuron(result, feature);
        const kept = passage(feature, name, { result, ...drawable });
        return {
          of: [feature.name, neuronName(neuron), `text ${name}`],
          caption: `${capital(componentName(component))} of neuron ${neuron} (layer ${layer}) over a passage of the ${name} text; tokens that carry the feature “${feature.name}” are underlined.`,
          draw: async () => {
            const limits = limitsOf(component, await drawable.largest());
            const values = activationsOf(await drawable.activations(name), neuron).slice(kept.from, kept.to);
            const svg = textSvg(
              kept.text,
              Array.from(values, (value) => colourCoordinate(value, limits)),
              kept.carriers,
              { columns: columnsOf(width), lines: Number.POSITIVE_INFINITY, cell: { width: 8, height: 22 } },
            );
            return paperSvg(svg, activationFrame(limits[0] < 0), width);
          },
        };
      }),
  );
}

/** The stretch of a text that shows the feature best, with its positions counted from its own beginning. */
function passage(feature: FeatureResult, name: TextName, { result }: Drawable) {
  const text = result.texts[name];
  const carriers = markedCarriers(feature.positions[name], text.tokens.length);
  const { from, to } = passageOf(text, carriers, result.model.unit);
  const within = (positions: readonly number[]): number[] =>
    positions.filter((each) => each >= from && each < to).map((each) => each - from);
  return {
    from,
    to,
    carriers: within(carriers),
    text: {
      tokens: text.tokens.slice(from, to),
      unknown: within(text.unknown),
      resets: within(text.resets),
      promptLength: Math.max(0, text.promptLength - from),
    },
  };
}

function ofClaims({ result }: Drawable, { width, neuron }: PaperOptions): Part[] {
  return fullFeatures(result).flatMap(({ feature }) =>
    paperClaims(result, feature, neuron).flatMap((claim) =>
      Object.entries(claimCharts(claim)).map(([key, draw]) => {
        const figure = key as ClaimFigure;
        const frame = claimFrames[figure];
        const svg = () => paperSvg(draw(chartWidth(width, frame)), frame, width);
        return {
          of: [feature.name, neuronName(claim.neuron), claimFigureNames[figure]],
          caption: `${capital(claimFigureNames[figure])} of neuron ${claim.neuron} (${componentName(claim.component)}, layer ${claim.layer}) for the feature “${feature.name}”.`,
          numbers: numbersOf(claim),
          draw: svg,
        };
      }),
    ),
  );
}

/** What a caption says of a claim; numbers that were not measured are left out. */
function numbersOf({ rungs, verdict }: Claim): Record<string, string> {
  const { effect, chance, heldOut, learned, used } = rungs;
  const numbers: Record<string, string> = { verdict: verdict.level };
  if (effect.measured) {
    const { localAuc, interval, carriers, rest, documents } = effect.measured;
    numbers['local AUC on the confirmation half'] = `${significant(localAuc)} [${range(interval)}]`;
    numbers.tokens = `${carriers} with the feature and ${rest} without, ${documents} documents`;
  }
  if (chance.measured) numbers['adjusted p, discovery half'] = probability(chance.measured.adjustedP);
  if (heldOut.measured) numbers['adjusted p, confirmation half'] = probability(heldOut.measured.adjustedP);
  if (learned.measured) numbers['adjusted p against untrained networks'] = probability(learned.measured.adjustedP);
  if (used.measured) {
    numbers['state flip, nats per token'] = significant(used.measured.flip);
    numbers['state flip above that of other documents'] =
      `${significant(used.measured.difference)} [${range(used.measured.interval)}]`;
  }
  return numbers;
}

function groups({ result }: Drawable, { width }: PaperOptions): Part[] {
  return fullFeatures(result).flatMap(({ feature }) =>
    groupsOn(result, feature).flatMap((group) => [
      {
        of: [feature.name, 'group curve'],
        caption: `State flip for the feature “${feature.name}” by the number of neurons held together.`,
        draw: () => chart((across) => groupCurveSvg(group, across), groupFrames.curve, width),
      },
      {
        of: [feature.name, 'group members'],
        caption: `State flip for the feature “${feature.name}” of each neuron, alone and in the group.`,
        draw: () => chart((across) => groupMembersSvg(group, across), groupFrames.members, width),
      },
    ]),
  );
}

const chart = (draw: (across: number) => string, frame: Frame, width: number): string =>
  paperSvg(draw(chartWidth(width, frame)), frame, width);

function spectra({ result }: Drawable, { width, neuron }: PaperOptions): Part[] {
  if (!result.figures.fourier) return [];
  const all = drawn(result, result.spectra);
  const top = spectraTop(all);
  const { band } = result.detection;
  const frame = spectrumFrame(band !== null);
  return all
    .filter((spectrum) => neuron === null || spectrum.neuron === neuron)
    .map((spectrum) => ({
      of: [neuronName(spectrum.neuron), 'spectrum'],
      caption: `Amplitude spectrum of neuron ${spectrum.neuron} over ${spectrum.tokens} tokens.`,
      draw: () => chart((across) => spectrumSvg(spectrum, band, top, { width: across, height: 180 }), frame, width),
    }));
}

function rhythms({ result }: Drawable, { width, neuron: asked }: PaperOptions): Part[] {
  const all = drawn(result, evidenceOf(result)?.rhythms ?? []);
  const top = rhythmTop(all);
  return all.flatMap(({ neuron, spectra: taken, measured }) =>
    taken === null || (asked !== null && neuron !== asked)
      ? []
      : [
          {
            of: [neuronName(neuron), 'rhythm'],
            caption: `Amplitude spectrum of neuron ${neuron}: as it is, what the classes of its tokens explain, and what is left.`,
            draw: () =>
              chart((across) => rhythmSvg(taken, top, measured?.frequency ?? null, across), rhythmFrame, width),
          },
        ],
  );
}

/** Pixels of a heatmap beside its columns, and of one column when they are many. */
const beside = 208;
const column = 20;

function heatmaps({ result, ...drawable }: Drawable, { width }: PaperOptions): Part[] {
  const { component, layer } = result.record;
  const { on } = result.detection;
  if (!result.figures.heatmap) return [];
  return fullFeatures(result).flatMap(({ feature }) => {
    const all = feature.positions[on];
    if (all.length === 0 || shownNeurons(feature.heatmapWindows).length === 0) return [];
    const positions = all.slice(0, Math.max(4, Math.floor((1.25 * pixelsOf(width) - beside) / column)));
    const which =
      positions.length < all.length ? `the first ${positions.length} of the ${all.length}` : `the ${all.length}`;
    return [
      {
        of: [feature.name, 'heatmap'],
        caption: `${capital(componentName(component))} of layer ${layer} at ${which} tokens of the ${on} text that carry the feature “${feature.name}”, one row a neuron.`,
        draw: async () => {
          const limits = limitsOf(component, await drawable.largest());
          const map = heatmap(feature, result.texts[on], positions, await drawable.activations(on));
          return paperSvg(heatmapFile(heatmapSvg(map, limits)), heatmapFrame(limits[0] < 0), width);
        },
      },
    ];
  });
}

function surfaces({ result }: Drawable, { width }: PaperOptions): Part[] {
  const field = result.figures.fourier ? fieldOf(result) : null;
  if (field === null) return [];
  const views = [
    { what: 'fourier surface', shapes: () => sceneOf(field, stillView), view: stillView },
    {
      what: 'fourier heatmap',
      shapes: () => flatShapes(field),
      view: { width: flatWidth, height: flatHeight(field) },
    },
  ];
  return views.map(({ what, shapes, view }) => ({
    of: [what],
    caption: `Amplitude of ${field.windows.flat().length} neurons by frequency, cycles per token.`,
    draw: () => paperSvg(surfaceSvg(shapes(), view, (11 * view.width) / pixelsOf(width)), {}, width),
  }));
}

function curves({ result: { learningCurve, figures } }: Drawable, { width }: PaperOptions): Part[] {
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

function tokenVectors({ result: { embedding } }: Drawable, { width }: PaperOptions): Part[] {
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
