/** The data of an atlas' figures of memory as CSV files. */
import type { APIRoute } from 'astro';
import { atlases, type LoadedAtlas } from '../../../../data/atlas.ts';
import { contextTable, memoryTable } from '../../../../words/atlas/memory-tables.ts';

interface Props {
  csv: string;
}

const tables = {
  memory: ({ atlas, map }: LoadedAtlas) => memoryTable(atlas, map),
  context: ({ atlas }: LoadedAtlas) => contextTable(atlas),
};

export async function getStaticPaths() {
  return (await atlases())
    .filter(({ atlas }) => atlas.memory)
    .flatMap((loaded) =>
      Object.entries(tables).map(([table, write]) => ({
        params: { id: loaded.experiment.id, table },
        props: { csv: write(loaded) } satisfies Props,
      })),
    );
}

export const GET: APIRoute<Props> = ({ props: { csv } }) =>
  new Response(csv, { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
