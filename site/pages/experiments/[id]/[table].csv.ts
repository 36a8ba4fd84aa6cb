/** The data of an experiment's figures as CSV files beside its page. */
import type { APIRoute } from 'astro';
import { activations, experiments } from '../../../data/experiments.ts';
import type { Experiment } from '../../../words/experiment.ts';
import { type TableName, tablesOf, tableText } from '../../../words/tables.ts';

interface Props {
  experiment: Experiment;
  name: TableName;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap((experiment) =>
    tablesOf(experiment.result).map((name) => ({
      params: { id: experiment.id, table: name },
      props: { experiment, name } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { experiment, name } }) => {
  const analysed = await activations(experiment, experiment.result.detection.on);
  return new Response(tableText(experiment.result, name, analysed), {
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
  });
};
