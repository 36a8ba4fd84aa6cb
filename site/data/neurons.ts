/** The file of one neuron. Node only. */
import { publicUrl } from '../words/address.ts';
import { atlasClaims, neuronUrl } from '../words/atlas/address.ts';
import { bestOf } from '../words/atlas/learned.ts';
import { titleOf } from '../words/experiment.ts';
import { neuronFile } from '../words/neurons/file.ts';
import { type LoadedAtlas, neuronOf } from './atlas.ts';

export interface NeuronOf {
  loaded: LoadedAtlas;
  neuron: number;
}

export async function neuronFileOf({ loaded, neuron }: NeuronOf) {
  const { experiment, atlas, map } = loaded;
  const page = neuronUrl(experiment, neuron) ?? '';
  return neuronFile({
    experiment: experiment.id,
    title: titleOf(experiment.result),
    page: publicUrl(page) ?? page,
    atlas,
    profile: await neuronOf(loaded, neuron),
    best: bestOf(atlas, map, neuron),
    claims: atlasClaims(experiment.result).filter((claim) => claim.neuron === neuron),
  });
}
