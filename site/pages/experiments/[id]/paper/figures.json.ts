/** What the figures for a paper show, and the numbers for their captions, when an export asks for them. */
import type { APIRoute } from 'astro';
import { drawable } from '../../../../data/experiments.ts';
import { paperFigures } from '../../../../figures/paper/paper-figures.ts';
import { experimentPaths, type OfExperiment } from '../_routes.ts';
import { paperOptions } from './_options.ts';

export const getStaticPaths = async () => (paperOptions() === null ? [] : experimentPaths());

export const GET: APIRoute<OfExperiment> = ({ props: { experiment } }) => {
  const options = paperOptions();
  const figures = options === null ? [] : paperFigures(drawable(experiment), options);
  return Response.json(figures.map(({ name, caption, numbers }) => ({ name, caption, numbers })));
};
