/** What the comparison of experiments needs to know of one, fetched when a reader chooses it. */
import { createHash } from 'node:crypto';
import type { APIRoute } from 'astro';
import { compared } from '../../../words/compare/compared.ts';
import { experimentPaths, jsonResponse, type OfExperiment } from './_routes.ts';

export const getStaticPaths = experimentPaths;

export const GET: APIRoute<OfExperiment> = ({ props: { experiment } }) => {
  const { id, result } = experiment;
  const digest = createHash('sha256').update(JSON.stringify(result.texts.observed.tokens)).digest('hex').slice(0, 16);
  // More digits than the tables show, so that rounding twice does not tell.
  return jsonResponse(compared(id, result, digest), 6);
};
