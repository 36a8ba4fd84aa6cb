/** The amplitude field of an experiment as a surface, still: for the page, and to take away. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { type Field, fieldOf } from '../../../figures/surface/field.ts';
import { sceneOf, stillView } from '../../../figures/surface/scene.ts';
import { surfaceSvg } from '../../../figures/surface/svg.ts';
import type { Experiment } from '../../../words/experiment.ts';

interface Props {
  field: Field;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap(({ id, result }: Experiment) => {
    const field = result.figures.fourier ? fieldOf(result) : null;
    return field === null ? [] : [{ params: { id }, props: { field } satisfies Props }];
  });
}

export const GET: APIRoute<Props> = ({ props: { field } }) =>
  new Response(surfaceSvg(sceneOf(field, stillView), stillView), {
    headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' },
  });
