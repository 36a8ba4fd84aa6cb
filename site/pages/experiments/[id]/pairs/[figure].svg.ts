/** The time courses over pairs as SVG files, one a panel. */
import { asked } from '../../../../data/pairs.ts';
import { fileOf } from '../../../../figures/figure.ts';
import { figuresOfPairs } from '../../../../figures/pairs.ts';
import colours from '../../../../styles/colours.css?raw';
import { svgRoute } from '../_routes.ts';

export const getStaticPaths = async () =>
  (await asked()).flatMap(({ experiment: { id }, sets }) =>
    sets.flatMap((set, index) =>
      figuresOfPairs(set, index + 1).map((figure) => ({
        params: { id, figure: figure.name },
        props: { draw: () => fileOf(figure, colours) },
      })),
    ),
  );

export const GET = svgRoute;
