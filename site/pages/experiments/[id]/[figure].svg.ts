/** The figures of an experiment as SVG files beside its page. */
import type { APIRoute } from 'astro';
import { drawable, experiments } from '../../../data/experiments.ts';
import { captioned } from '../../../figures/captioned.ts';
import { type ExperimentFigure, experimentFigures } from '../../../figures/experiment-figures.ts';
import { standaloneSvg } from '../../../figures/standalone-svg.ts';
import colours from '../../../styles/colours.css?raw';

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
  new Response(standaloneSvg(captioned(await figure.draw(), figure.about), figure.about, colours), {
    headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' },
  });
