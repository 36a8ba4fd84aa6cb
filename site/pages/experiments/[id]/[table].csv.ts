/** The data of an experiment's figures as CSV files beside its page. */
import { activations, experiments } from '../../../data/experiments.ts';
import { tablesOf, tableText } from '../../../words/tables.ts';
import { csvRoute } from './_routes.ts';

export const getStaticPaths = async () =>
  (await experiments()).flatMap((experiment) =>
    tablesOf(experiment.result).map((table) => ({
      params: { id: experiment.id, table },
      props: {
        csv: async () =>
          tableText(experiment.result, table, await activations(experiment, experiment.result.detection.on)),
      },
    })),
  );

export const GET = csvRoute;
