/** A sweep's trials as CSV, beside its page. */
import { sweeps } from '../../../data/experiments.ts';
import { trialsCsv } from '../../../words/sweep/tables.ts';
import { csvRoute } from '../../experiments/[id]/_routes.ts';

export const getStaticPaths = async () =>
  (await sweeps()).map((sweep) => ({ params: { id: sweep.id }, props: { csv: trialsCsv(sweep) } }));

export const GET = csvRoute;
