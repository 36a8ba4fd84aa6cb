/** The figures of an experiment as SVG files beside its page. */
import type { APIRoute } from 'astro';
import { drawable, experiments } from '../../../data/experiments.ts';
import { type Figure, fileOf } from '../../../figures/figure.ts';
import { figuresOf } from '../../../figures/of-experiment.ts';
import colours from '../../../styles/colours.css?raw';
import { svgResponse } from './_routes.ts';

interface Props {
  figure: Figure;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap((experiment) =>
    figuresOf(drawable(experiment)).map((figure) => ({
      params: { id: experiment.id, figure: figure.name },
      props: { figure } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure } }) => svgResponse(await fileOf(figure, colours));
