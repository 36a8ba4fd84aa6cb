/** The figures of an experiment as SVG files beside its page. */
import type { APIRoute } from 'astro';
import { drawable, experiments } from '../../../data/experiments.ts';
import { captioned } from '../../../figures/captioned.ts';
import { type ExperimentFigure, experimentFigures } from '../../../figures/experiment-figures.ts';
import { standaloneSvg } from '../../../figures/standalone-svg.ts';
import colours from '../../../styles/colours.css?raw';
import { svgResponse } from './_routes.ts';

interface Props {
  figure: ExperimentFigure;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap((experiment) =>
    experimentFigures(drawable(experiment)).map((figure) => ({
      params: { id: experiment.id, figure: figure.name.replace(/\.svg$/, '') },
      props: { figure } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure } }) =>
  svgResponse(standaloneSvg(captioned(await figure.draw(), figure.about), figure.about, colours));
