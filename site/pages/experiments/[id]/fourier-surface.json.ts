/** The amplitude field of an experiment, loaded when a reader turns the surface. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { type Field, fieldOf } from '../../../figures/surface/field.ts';
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

/** Four digits are more than the picture can show. */
const digits = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

export const GET: APIRoute<Props> = ({ props: { field } }) =>
  new Response(JSON.stringify(field, digits), { headers: { 'Content-Type': 'application/json' } });
