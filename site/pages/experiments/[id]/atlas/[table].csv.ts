/** The data of an atlas' tables as CSV files. */
import type { APIRoute } from 'astro';
import { atlases, type LoadedAtlas } from '../../../../data/atlas.ts';
import { featureColumns, featureRows } from '../../../../words/atlas/features.ts';
import { memoryTable } from '../../../../words/atlas/memory.ts';
import { csvOf } from '../../../../words/columns.ts';

interface Props {
  csv: string;
}

const features = ({ experiment: { id }, atlas, map }: LoadedAtlas): string =>
  csvOf(featureColumns(id, atlas), featureRows(atlas, map));

export const getStaticPaths = async () =>
  (await atlases()).flatMap((loaded) => {
    const { experiment, atlas, map } = loaded;
    const tables = { features: features(loaded), ...(atlas.memory && { memory: memoryTable(atlas, map) }) };
    return Object.entries(tables).map(([table, csv]) => ({
      params: { id: experiment.id, table },
      props: { csv } satisfies Props,
    }));
  });

export const GET: APIRoute<Props> = ({ props: { csv } }) =>
  new Response(csv, { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
