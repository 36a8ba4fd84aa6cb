/** The figures of an experiment as SVG files beside its page. */
import { drawable, experiments } from '../../../data/experiments.ts';
import { fileOf } from '../../../figures/figure.ts';
import { figuresOf } from '../../../figures/of-experiment.ts';
import colours from '../../../styles/colours.css?raw';
import { svgRoute } from './_routes.ts';

export const getStaticPaths = async () =>
  (await experiments()).flatMap((experiment) =>
    figuresOf(drawable(experiment)).map((figure) => ({
      params: { id: experiment.id, figure: figure.name },
      props: { draw: () => fileOf(figure, colours) },
    })),
  );

export const GET = svgRoute;
