/** The data of the figures on pairs as CSV files. */
import {
  coursesCsv,
  decodersCsv,
  dosesCsv,
  interchangesCsv,
  neuronsCsv,
  scoresCsv,
  unitsCsv,
} from '../../../../../runner/wording/pairs-tables.ts';
import { asked } from '../../../../data/pairs.ts';
import { csvRoute } from '../_routes.ts';

const tables = {
  scores: scoresCsv,
  courses: coursesCsv,
  interchange: interchangesCsv,
  doses: dosesCsv,
  neurons: neuronsCsv,
  units: unitsCsv,
  decoders: decodersCsv,
};

export const getStaticPaths = async () =>
  (await asked()).flatMap(({ experiment: { id }, sets }) =>
    Object.entries(tables).map(([table, write]) => ({ params: { id, table }, props: { csv: write(sets) } })),
  );

export const GET = csvRoute;
