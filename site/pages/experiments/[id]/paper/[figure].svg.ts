/** The figures of an experiment for a paper, when an export asks for them. */
import { experiments } from '../../../../data/experiments.ts';
import { paperOf } from '../../../../figures/figure.ts';
import colours from '../../../../styles/colours.css?raw';
import { svgRoute } from '../_routes.ts';
import { paperFigures, paperOptions } from './_figures.ts';

export async function getStaticPaths() {
  const options = paperOptions();
  if (options === null) return [];
  return (await experiments()).flatMap((experiment) =>
    paperFigures(experiment, options).map(({ name, figure }) => ({
      params: { id: experiment.id, figure: name },
      props: { draw: () => paperOf(figure, colours, options.width) },
    })),
  );
}

export const GET = svgRoute;
