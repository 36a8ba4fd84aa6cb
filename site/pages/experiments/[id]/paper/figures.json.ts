/** What the figures for a paper show, and the numbers for their captions, when an export asks for them. */
import type { APIRoute } from 'astro';
import { drawable, experiments } from '../../../../data/experiments.ts';
import { paperFigures } from '../../../../figures/paper/paper-figures.ts';
import type { Experiment } from '../../../../words/experiment.ts';
import { paperOptions } from './_options.ts';

interface Props {
  experiment: Experiment;
}

export const getStaticPaths = async () =>
  paperOptions() === null
    ? []
    : (await experiments()).map((experiment) => ({
        params: { id: experiment.id },
        props: { experiment } satisfies Props,
      }));

export const GET: APIRoute<Props> = ({ props: { experiment } }) => {
  const options = paperOptions();
  const figures = options === null ? [] : paperFigures(drawable(experiment), options);
  return Response.json(figures.map(({ name, caption, numbers }) => ({ name, caption, numbers })));
};
