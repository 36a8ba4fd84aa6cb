/** The picture of an experiment where its link is shown elsewhere. */
import type { APIRoute } from 'astro';
import { cutOf } from '../../../../runner/core/cut.ts';
import { activationsOf } from '../../../../runner/experiment/results/activations.ts';
import { changeOf } from '../../../data/change.ts';
import { activations } from '../../../data/experiments.ts';
import { colourCoordinate } from '../../../figures/colour.ts';
import { textSvg } from '../../../figures/text-svg.ts';
import { changeWords, storiesOf } from '../../../words/change.ts';
import { limitsOf } from '../../../words/components.ts';
import { titleOf } from '../../../words/experiment.ts';
import { finding } from '../../../words/finding.ts';
import { leadNeuron, markedCarriers } from '../../../words/lead.ts';
import { mainFeature } from '../../../words/page-features.ts';
import { cardImage, cardPalette } from '../../_card-image.ts';
import { experimentPaths, type OfExperiment } from './_routes.ts';

export const getStaticPaths = experimentPaths;

/** The strip: 66 cells of 16 pixels in four lines fill the card between its margins. */
const strip = { columns: 66, lines: 4, cell: { width: 16, height: 44 } };
/** As much of the text as the strip can hold. */
const shown = strip.columns * strip.lines;

export const GET: APIRoute<OfExperiment> = async ({ props: { experiment } }) => {
  const { result } = experiment;
  const { component } = result.record;
  const { on } = result.detection;
  const feature = mainFeature(result);
  const text = result.texts[on];
  if (!feature || text.tokens.length === 0) return cardImage(titleOf(result), result.description ?? '', null);
  const values = activationsOf(await activations(experiment, on), leadNeuron(result, feature));
  const limits = limitsOf(component, result.model.cell);
  const carriers = markedCarriers(feature.positions[on], text.tokens.length);
  const start = { ...text, tokens: text.tokens.slice(0, shown).map((token) => (token === '\n' ? ' ' : token)) };
  const coordinates = Array.from(values.subarray(0, shown), (value) => colourCoordinate(value, limits));
  const drawing = textSvg(
    { ...start, resets: [], promptLength: 0, cut: cutOf(result.model) },
    coordinates,
    carriers,
    cardPalette,
    strip,
  );
  const changed = await changeOf(experiment);
  if (changed !== null) {
    const { heading, sentence } = storiesOf(changed.change, changeWords(result, changed.claim));
    return cardImage(heading, sentence, drawing);
  }
  return cardImage(titleOf(result), finding(result, feature), drawing);
};
