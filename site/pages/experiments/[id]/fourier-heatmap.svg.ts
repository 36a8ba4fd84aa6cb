/** The amplitude field of an experiment from straight above: for the page, and to take away. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { type Field, fieldOf } from '../../../figures/surface/field.ts';
import { flatHeight, flatShapes, flatWidth } from '../../../figures/surface/flat.ts';
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
  new Response(surfaceSvg(flatShapes(field), { width: flatWidth, height: flatHeight(field) }), {
    headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' },
  });
