/** The amplitude field of an experiment, loaded when a reader turns the surface. */
import type { APIRoute } from 'astro';
import type { Field } from '../../../figures/surface/field.ts';
import { fields, jsonResponse } from './_routes.ts';

export const getStaticPaths = async () =>
  (await fields()).map(({ id, field }) => ({ params: { id }, props: { field } }));

export const GET: APIRoute<{ field: Field }> = ({ props: { field } }) => jsonResponse(field, 4);
