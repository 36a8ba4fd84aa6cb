/** What the figures for a paper show, and the numbers for their captions, when an export asks for them. */
import type { APIRoute } from 'astro';
import { experimentPaths, type OfExperiment } from '../_routes.ts';
import { paperFigures, paperOptions } from './_figures.ts';

export const getStaticPaths = async () => (paperOptions() === null ? [] : experimentPaths());

export const GET: APIRoute<OfExperiment> = ({ props: { experiment } }) => {
  const options = paperOptions();
  const figures = options === null ? [] : paperFigures(experiment, options);
  return Response.json(figures.map(({ name, figure: { about, numbers = {} } }) => ({ name, caption: about, numbers })));
};
