/** The data of the figures on pairs as CSV files. */
import type { APIRoute } from 'astro';
import {
  coursesCsv,
  dosesCsv,
  interchangesCsv,
  neuronsCsv,
  scoresCsv,
} from '../../../../../runner/words/pairs-tables.ts';
import { asked } from '../../../../data/pairs.ts';

interface Props {
  csv: string;
}

const tables = {
  scores: scoresCsv,
  courses: coursesCsv,
  interchange: interchangesCsv,
  doses: dosesCsv,
  neurons: neuronsCsv,
};

export async function getStaticPaths() {
  return (await asked()).flatMap(({ experiment: { id }, sets }) =>
    Object.entries(tables).map(([table, write]) => ({
      params: { id, table },
      props: { csv: write(sets) } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = ({ props: { csv } }) =>
  new Response(csv, { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
