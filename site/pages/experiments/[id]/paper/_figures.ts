/** The figures for a paper that an export asks of the pages: RNN_ATLAS_PAPER, JSON. Without it the site has none. */
import { drawable } from '../../../../data/experiments.ts';
import { namedForPaper, type PaperOptions } from '../../../../figures/figure.ts';
import { figuresOf } from '../../../../figures/of-experiment.ts';
import type { Experiment } from '../../../../words/experiment.ts';

/** Null where none are asked for. */
export function paperOptions(): PaperOptions | null {
  const asked = process.env.RNN_ATLAS_PAPER;
  return asked ? (JSON.parse(asked) as PaperOptions) : null;
}

export const paperFigures = (experiment: Experiment, { neuron }: PaperOptions) =>
  namedForPaper(experiment.id, figuresOf(drawable(experiment), neuron));
