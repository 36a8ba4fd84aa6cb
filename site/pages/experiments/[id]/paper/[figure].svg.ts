/** The figures of an experiment for a paper, when an export asks for them. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../../data/experiments.ts';
import { type Figure, paperOf } from '../../../../figures/figure.ts';
import colours from '../../../../styles/colours.css?raw';
import { svgResponse } from '../_routes.ts';
import { paperFigures, paperOptions } from './_figures.ts';

interface Props {
  figure: Figure;
  width: number;
}

export async function getStaticPaths() {
  const options = paperOptions();
  if (options === null) return [];
  const { width } = options;
  return (await experiments()).flatMap((experiment) =>
    paperFigures(experiment, options).map(({ name, figure }) => ({
      params: { id: experiment.id, figure: name },
      props: { figure, width } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure, width } }) =>
  svgResponse(await paperOf(figure, colours, width));
