/** The figures of an experiment as SVG files beside its page. */
import type { APIRoute } from 'astro';
import { captioned } from '../../../lib/captioned.ts';
import { type ExperimentFigure, experimentFigures } from '../../../lib/experiment-figures.ts';
import { experiments } from '../../../lib/experiments.ts';
import { standaloneSvg } from '../../../lib/standalone-svg.ts';
import colours from '../../../styles/colours.css?raw';

interface Props {
  figure: ExperimentFigure;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap((experiment) =>
    experimentFigures(experiment).map((figure) => ({
      params: { id: experiment.id, figure: figure.name.replace(/\.svg$/, '') },
      props: { figure } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure } }) =>
  new Response(standaloneSvg(captioned(await figure.draw(), figure.about), figure.about, colours), {
    headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' },
  });
