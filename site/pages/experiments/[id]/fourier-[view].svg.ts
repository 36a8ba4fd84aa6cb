/** The amplitude field of an experiment for the page, and to take away: a surface, still, and the same from straight above. */
import type { APIRoute } from 'astro';
import type { Field } from '../../../figures/surface/field.ts';
import { flatHeight, flatShapes, flatWidth } from '../../../figures/surface/flat.ts';
import { view } from '../../../figures/surface/projection.ts';
import { sceneOf } from '../../../figures/surface/scene.ts';
import { surfaceSvg } from '../../../figures/surface/svg.ts';
import { fields, svgResponse } from './_routes.ts';

const views = {
  surface: (field: Field): string => surfaceSvg(sceneOf(field), view),
  heatmap: (field: Field): string => surfaceSvg(flatShapes(field), { width: flatWidth, height: flatHeight(field) }),
};

interface Props {
  field: Field;
  view: keyof typeof views;
}

export async function getStaticPaths() {
  return (await fields()).flatMap(({ id, field }) =>
    (['surface', 'heatmap'] as const).map((view) => ({ params: { id, view }, props: { field, view } satisfies Props })),
  );
}

export const GET: APIRoute<Props> = ({ props: { field, view } }) => svgResponse(views[view](field));
