/** A sweep's trials as CSV, beside its page. */
import type { APIRoute } from 'astro';
import type { SweepResult } from '../../../../runner/experiment/results/sweep-schema.ts';
import { sweeps } from '../../../data/experiments.ts';
import { trialsCsv } from '../../../words/sweep/tables.ts';

interface Props {
  sweep: SweepResult;
}

export const getStaticPaths = async () =>
  (await sweeps()).map((sweep) => ({ params: { id: sweep.id }, props: { sweep } satisfies Props }));

export const GET: APIRoute<Props> = ({ props: { sweep } }) =>
  new Response(trialsCsv(sweep), { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
