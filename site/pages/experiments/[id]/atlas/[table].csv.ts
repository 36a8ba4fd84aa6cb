/** The data of an atlas' tables as CSV files. */
import { atlases, type LoadedAtlas } from '../../../../data/atlas.ts';
import { featureColumns, featureRows } from '../../../../words/atlas/features.ts';
import { memoryTable } from '../../../../words/atlas/memory.ts';
import { csvOf } from '../../../../words/columns.ts';
import { csvRoute } from '../_routes.ts';

const features = ({ experiment: { id }, atlas, map }: LoadedAtlas): string =>
  csvOf(featureColumns(id, atlas), featureRows(atlas, map));

export const getStaticPaths = async () =>
  (await atlases()).flatMap((loaded) => {
    const { experiment, atlas, map } = loaded;
    const tables = { features: features(loaded), ...(atlas.memory && { memory: memoryTable(atlas, map) }) };
    return Object.entries(tables).map(([table, csv]) => ({
      params: { id: experiment.id, table },
      props: { csv },
    }));
  });

export const GET = csvRoute;
