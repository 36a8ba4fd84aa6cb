/** What the routes of an experiment share: their paths, and their kinds of answers. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { publicUrl } from '../../../words/address.ts';
import type { bibtex } from '../../../words/citation.ts';
import type { Experiment } from '../../../words/experiment.ts';
import { experimentUrl } from '../../../words/url.ts';

export interface OfExperiment {
  experiment: Experiment;
}

/** One path an experiment, which the route is given. */
export const experimentPaths = async (): Promise<{ params: { id: string }; props: OfExperiment }[]> =>
  (await experiments()).map((experiment) => ({ params: { id: experiment.id }, props: { experiment } }));

/** A drawing, made when it is asked for. */
export const svgRoute: APIRoute<{ draw(): Promise<string> }> = async ({ props: { draw } }) =>
  new Response(await draw(), { headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' } });

/** A table. */
export const csvRoute: APIRoute<{ csv: string | (() => Promise<string>) }> = async ({ props: { csv } }) =>
  new Response(typeof csv === 'string' ? csv : await csv(), { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });

/** @param digits of numbers that are not whole: more than what is drawn or printed of them can show. */
export function jsonResponse(value: unknown, digits: number): Response {
  const short = (_key: string, each: unknown): unknown =>
    typeof each === 'number' && !Number.isInteger(each) ? Number(each.toPrecision(digits)) : each;
  return new Response(JSON.stringify(value, short), { headers: { 'Content-Type': 'application/json' } });
}

/** @param write the citation, with the page's address where it has one. */
export const citationRoute =
  (write: typeof bibtex): APIRoute<OfExperiment> =>
  ({ props: { experiment } }) =>
    new Response(write(experiment.result, publicUrl(experimentUrl(experiment.id))), {
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
