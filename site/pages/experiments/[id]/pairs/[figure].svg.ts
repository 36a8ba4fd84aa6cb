/** The time courses over pairs as SVG files, one a panel. */
import type { APIRoute } from 'astro';
import { asked } from '../../../../data/pairs.ts';
import { type Figure, fileOf } from '../../../../figures/figure.ts';
import { figuresOfPairs } from '../../../../figures/pairs.ts';
import colours from '../../../../styles/colours.css?raw';
import { svgResponse } from '../_routes.ts';

interface Props {
  figure: Figure;
}

export async function getStaticPaths() {
  return (await asked()).flatMap(({ experiment: { id }, sets }) =>
    sets.flatMap((set, index) =>
      figuresOfPairs(set, index + 1).map((figure) => ({
        params: { id, figure: figure.name },
        props: { figure } satisfies Props,
      })),
    ),
  );
}

export const GET: APIRoute<Props> = async ({ props: { figure } }) => svgResponse(await fileOf(figure, colours));
