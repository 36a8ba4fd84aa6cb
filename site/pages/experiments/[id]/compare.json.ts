/** What the comparison of experiments needs to know of one, fetched when a reader chooses it. */
import { createHash } from 'node:crypto';
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { compared } from '../../../words/compare/compared.ts';
import type { Experiment } from '../../../words/experiment.ts';

interface Props {
  experiment: Experiment;
}

export async function getStaticPaths() {
  return (await experiments()).map((experiment) => ({ params: { id: experiment.id }, props: { experiment } }));
}

/** More digits than the tables show, so that rounding twice does not tell. */
const digits = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

export const GET: APIRoute<Props> = ({ props: { experiment } }) => {
  const { id, result } = experiment;
  const digest = createHash('sha256').update(JSON.stringify(result.texts.observed.tokens)).digest('hex').slice(0, 16);
  return new Response(JSON.stringify(compared(id, result, digest), digits), {
    headers: { 'Content-Type': 'application/json' },
  });
};
