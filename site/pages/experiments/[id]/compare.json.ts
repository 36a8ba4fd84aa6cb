/** What the comparison of experiments needs to know of one, fetched when a reader chooses it. */
import type { APIRoute } from 'astro';
import { compared } from '../../../words/compared.ts';
import { experimentPaths, jsonResponse, type OfExperiment } from './_routes.ts';

export const getStaticPaths = experimentPaths;

// More digits than the tables show, so that rounding twice does not tell.
export const GET: APIRoute<OfExperiment> = ({ props: { experiment } }) =>
  jsonResponse(compared(experiment.id, experiment.result), 6);
