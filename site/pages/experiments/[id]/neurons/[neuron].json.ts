/** Everything of one neuron as a file. */
import type { APIRoute } from 'astro';
import { atlases, type LoadedAtlas, neuronOf } from '../../../../data/atlas.ts';
import { neuronFile } from '../../../../words/atlas/neuron-file.ts';
import { jsonResponse } from '../_routes.ts';

interface Props {
  loaded: LoadedAtlas;
  neuron: number;
}

export async function getStaticPaths() {
  return (await atlases()).flatMap((loaded) =>
    Array.from({ length: loaded.atlas.neurons }, (_, neuron) => ({
      params: { id: loaded.experiment.id, neuron: String(neuron) },
      props: { loaded, neuron } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = async ({ props: { loaded, neuron } }) =>
  jsonResponse(neuronFile(loaded, await neuronOf(loaded, neuron)), 4);
