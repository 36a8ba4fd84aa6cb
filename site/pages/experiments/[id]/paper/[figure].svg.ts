/** The figures of an experiment for a paper, when an export asks for them. */
import type { APIRoute } from 'astro';
import { drawable, experiments } from '../../../../data/experiments.ts';
import { type PaperFigure, paperFigures } from '../../../../figures/paper/paper-figures.ts';
import { standaloneSvg } from '../../../../figures/standalone-svg.ts';
import colours from '../../../../styles/colours.css?raw';
import { svgResponse } from '../_routes.ts';
import { paperFont, paperOptions } from './_options.ts';

interface Props {
  figure: PaperFigure;
}

export async function getStaticPaths() {
  const options = paperOptions();
  if (options === null) return [];
  return (await experiments()).flatMap((experiment) =>
    paperFigures(drawable(experiment), options).map((figure) => ({
      params: { id: experiment.id, figure: figure.name },
      props: { figure } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure } }) =>
  svgResponse(standaloneSvg(await figure.draw(), figure.caption, colours, { font: paperFont, ground: false }));
