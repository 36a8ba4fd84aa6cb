/** The atlases beside the published results, read for the pages. Node only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AtlasShard, arraysOf, mapTable, shardOf, untrainedOf } from '../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasSchema } from '../../runner/analysis/atlas/atlas-schema.ts';
import { InputError } from '../../runner/core/errors.ts';
import { type PublishedProfile, publishedProfileOf } from '../words/atlas/profile.ts';
import type { Experiment } from '../words/experiment.ts';
import { remembered } from '../words/remembered.ts';
import { experiments } from './experiments.ts';
import { resultsDirectory } from './places.ts';

export type LoadedAtlas = NonNullable<Awaited<ReturnType<typeof readAtlas>>>;

/** The atlas of the component that an experiment recorded; null for an experiment without. */
export const atlasOf = ({ id, result }: Experiment): Promise<LoadedAtlas | null> => atlasIn(result, id);

/** Several pages of an experiment ask for it; another result under the same name is another object. */
const atlasIn = remembered((result: Experiment['result'], id: string) => readAtlas({ id, result }));

async function readAtlas(experiment: Experiment) {
  const [listed] = experiment.result.atlases ?? [];
  if (listed === undefined) return null;
  const bytesOf = (name: string) => readFile(join(resultsDirectory(), experiment.id, name));
  return whole(join(experiment.id, listed.path), async () => {
    const atlas = atlasSchema.parse(JSON.parse((await bytesOf(listed.path)).toString('utf8')));
    return {
      experiment,
      atlas,
      map: arraysOf(mapTable, await bytesOf(atlas.map.path), atlas.map.path, atlas),
      /** Those that it names by number. */
      tokens: JSON.parse((await bytesOf(atlas.vocabulary.path)).toString('utf8')) as string[],
      /** [networks, neurons, features]; null when no untrained network was read. */
      untrained: atlas.untrained && untrainedOf(await bytesOf(atlas.untrained.path), atlas.untrained.path, atlas),
    };
  });
}

/** All experiments that have an atlas, with it. */
export async function atlases(): Promise<LoadedAtlas[]> {
  const found: LoadedAtlas[] = [];
  for (const experiment of await experiments()) {
    const loaded = await atlasOf(experiment);
    if (loaded !== null) found.push(loaded);
  }
  return found;
}

let lastShard: { path: string; shard: Promise<AtlasShard> } | null = null;

/** Everything of one neuron. */
export async function neuronOf(
  { experiment, atlas, map, tokens }: LoadedAtlas,
  neuron: number,
): Promise<PublishedProfile> {
  const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
  if (listed === undefined) throw new RangeError(`no shard of the atlas of ${experiment.id} holds neuron ${neuron}`);
  const path = join(resultsDirectory(), experiment.id, listed.path);
  // Neurons are asked for one after the other: their shard is read once.
  if (lastShard?.path !== path) {
    lastShard = { path, shard: whole(path, async () => shardOf(await readFile(path), listed, atlas)) };
  }
  return publishedProfileOf({ atlas, map, shard: await lastShard.shard, tokens }, neuron);
}

/** What `read` reads; a file that is not what the atlas says stops the build with its name. */
async function whole<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof InputError) throw error;
    throw new InputError('result-invalid', { what: `${path} does not fit its result`, why: error.message });
  }
}
