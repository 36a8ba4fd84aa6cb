/** Everything of one neuron as a file. */
import type { APIRoute } from 'astro';
import { atlases } from '../../../../data/atlas.ts';
import { type NeuronOf, neuronFileOf } from '../../../../data/neurons.ts';
import { jsonResponse } from '../_routes.ts';

export async function getStaticPaths() {
  return (await atlases()).flatMap((loaded) =>
    Array.from({ length: loaded.atlas.neurons }, (_, neuron) => ({
      params: { id: loaded.experiment.id, neuron: String(neuron) },
      props: { loaded, neuron },
    })),
  );
}

export const GET: APIRoute<NeuronOf> = async ({ props }) => jsonResponse(await neuronFileOf(props), 4);
