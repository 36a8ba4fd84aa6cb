/** Activations for a paper: passages of the texts in the colours of a neuron, and the heatmaps of features. Pure. */

import { cutOf } from '../../../runner/core/cut.ts';
import { counted } from '../../../runner/core/words.ts';
import { activationsOf } from '../../../runner/experiment/results/activations.ts';
import type { FeatureResult, TextName } from '../../../runner/experiment/results/schema.ts';
import { componentName, limitsOf } from '../../words/components.ts';
import { heatmapPositions } from '../../words/heatmap-positions.ts';
import { leadNeuron } from '../../words/lead.ts';
import { fullFeatures } from '../../words/page-features.ts';
import { markedCarriers, shownNeurons } from '../../words/ranking.ts';
import { stretchOf, within } from '../../words/stretch.ts';
import { colourCoordinate } from '../colour.ts';
import type { Drawable } from '../experiment-figures.ts';
import { heatmapOf } from '../heatmap.ts';
import { heatmapFile, heatmapSvg } from '../heatmap-svg.ts';
import { passageOf } from '../passage.ts';
import { textSvg } from '../text-svg.ts';
import { activationFrame, heatmapFrame } from './frames.ts';
import { paperSvg, pixelsOf } from './paper-svg.ts';
import { capital, neuronName, type PaperOptions, type PaperPart } from './part.ts';

/** Letters in a text of many colours, across a figure. */
const columnsOf = (millimetres: number): number => Math.floor(0.62 * millimetres);

export function texts({ result, ...drawable }: Drawable, { width, neuron: asked }: PaperOptions): PaperPart[] {
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
            const limits = limitsOf(component, result.model.cell);
            const values = activationsOf(await drawable.activations(name), neuron).slice(kept.from, kept.to);
            const svg = textSvg(
              kept.text,
              Array.from(values, (value) => colourCoordinate(value, limits)),
              kept.carriers,
              { columns: columnsOf(width), lines: Number.POSITIVE_INFINITY, cell: { width: 8, height: 22 } },
            );
            const startsAgain = kept.text.resets.some((position) => position > 0);
            return paperSvg(svg, activationFrame(limits[0] < 0, startsAgain), width);
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
  const kept = { ...stretchOf(text, [from, to]), cut: cutOf(result.model) };
  return { from, to, carriers: within(carriers, [from, to]), text: kept };
}

/** Pixels of a heatmap beside its columns, and of one column when they are many. */
const beside = 208;
const column = 20;

export function heatmaps({ result, ...drawable }: Drawable, { width }: PaperOptions): PaperPart[] {
  const { component, layer } = result.record;
  const { on } = result.detection;
  if (!result.figures.heatmap) return [];
  return fullFeatures(result).flatMap(({ feature }) => {
    const all = heatmapPositions(feature, on);
    if (all.length === 0 || shownNeurons(feature.heatmapWindows).length === 0) return [];
    const most = Math.max(4, Math.floor((1.25 * pixelsOf(width) - beside) / column));
    const positions = heatmapPositions(feature, on, most).slice(0, most);
    const which =
      positions.length < all.length ? `the first ${positions.length} of the ${all.length}` : `the ${all.length}`;
    const tokens = feature.numbers
      ? `${counted(positions.length, 'token')} of the ${on} text from the lowest to the highest “${feature.name}”`
      : `${which} tokens of the ${on} text that carry the feature “${feature.name}”`;
    return [
      {
        of: [feature.name, 'heatmap'],
        caption: `${capital(componentName(component))} of layer ${layer} at ${tokens}, one row a neuron.`,
        draw: async () => {
          const limits = limitsOf(component, result.model.cell);
          const map = heatmapOf(result, feature, positions, await drawable.activations(on));
          return paperSvg(heatmapFile(heatmapSvg(map, limits)), heatmapFrame(limits[0] < 0), width);
        },
      },
    ];
  });
}
