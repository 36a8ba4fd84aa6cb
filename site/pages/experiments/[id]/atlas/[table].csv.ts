/** The data of an atlas' tables as CSV files. */
import { atlases } from '../../../../data/atlas.ts';
import { featureColumns, featureRows } from '../../../../words/atlas/features.ts';
import { memoryTable } from '../../../../words/atlas/memory.ts';
import { csvOf } from '../../../../words/columns.ts';
import { csvRoute } from '../_routes.ts';

export const getStaticPaths = async () =>
  (await atlases()).flatMap(({ experiment: { id }, atlas, map }) => {
    const features = csvOf(featureColumns(id, atlas), featureRows(atlas, map));
    const tables = { features, ...(atlas.memory && { memory: memoryTable(atlas, map) }) };
    return Object.entries(tables).map(([table, csv]) => ({ params: { id, table }, props: { csv } }));
  });

export const GET = csvRoute;
