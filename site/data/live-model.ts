/** Where a page finds the model of its experiment: beside the result, or among the models that ship with the project. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findModel } from '../../runner/core/model-places.ts';
import { decimal } from '../../runner/core/words.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { largestLive, shippedModel } from '../../runner/experiment/results/shipped.ts';
import type { Experiment } from '../words/experiment.ts';
import type { LiveModel, SideFile } from '../words/script-data.ts';
import { resultUrl, url } from '../words/url.ts';
import { atHome, resultsDirectory } from './places.ts';

/** The files of a model, by what they hold. */
export const modelFileNames = { model: 'model.json', weights: 'weights.safetensors' } as const;
type Part = keyof typeof modelFileNames;

/** The folder of a model that ships; null where it is not. */
type Place = (name: string) => string | null;
const shippedPlace: Place = (name) => findModel(name, atHome());

/** Null when the result's model was not published, or models/ holds another one by now. */
export async function liveModel({ id, result }: Experiment, place = shippedPlace): Promise<LiveModel | null> {
  if (result.live !== null) {
    const { model, weights } = result.live;
    return {
      model: { url: resultUrl(id, model.path), bytes: model.bytes },
      weights: { url: resultUrl(id, weights.path), bytes: weights.bytes },
    };
  }
  const name = await shippedNow(result, place);
  const directory = name === null ? null : place(name);
  if (name === null || directory === null) return null;
  const file = async (path: string): Promise<SideFile> => ({
    url: url(`models/${encodeURIComponent(name)}/${path}`),
    bytes: (await stat(join(directory, path))).size,
  });
  return { model: await file(modelFileNames.model), weights: await file(modelFileNames.weights) };
}

/** Why a page has no model to try, where `liveModel` is null. */
export function whyNotLive({ manifest, model }: Result): string {
  const bytes = 2 * model.parameters;
  if (manifest.live === false) return 'The author does not publish the model.';
  if (model.direction !== undefined) return 'A model that reads from right to left cannot be tried here.';
  return bytes > largestLive
    ? `The model is too large to be tried here: ${decimal(bytes / 1e6, 1)} MB in half precision, and at most ${decimal(largestLive / 1e6, 0)} MB are published.`
    : 'The model was not published with this result; running the experiment again does it.';
}

/** The name of the shipped model that made this result, by the hash of its training. */
async function shippedNow({ model, provenance }: Result, place: Place): Promise<string | null> {
  const name = shippedModel(model.origin);
  if (name === null || provenance.trainingHash === null) return null;
  const directory = place(name);
  if (directory === null) return null;
  const text = await readFile(join(directory, modelFileNames.model), 'utf8');
  const { training } = JSON.parse(text) as { training?: { trainingHash?: string } };
  return training?.trainingHash === provenance.trainingHash ? name : null;
}

/** Names of the shipped models that some page offers: these are copied into the site. */
export async function offeredModels(all: readonly Experiment[]): Promise<string[]> {
  const names = await Promise.all(
    all.map(({ result }) => (result.live === null ? shippedNow(result, shippedPlace) : null)),
  );
  return [...new Set(names.filter((name) => name !== null))];
}

/** The bytes of a file of an offered model. */
export async function offeredFile(name: string, file: Part): Promise<Uint8Array<ArrayBuffer>> {
  const directory = shippedPlace(name);
  if (directory === null) throw new Error(`the model ${name} was here and is gone`);
  return new Uint8Array(await readFile(join(directory, modelFileNames[file])));
}

/**
 * The files of the model that `liveModel` offers, to be run while the site is built.
 * @throws Error when it offers none.
 */
export async function modelFiles({ id, result }: Experiment): Promise<{ model: string; weights: Uint8Array }> {
  const name = result.live === null ? await shippedNow(result, shippedPlace) : null;
  const folder = result.live === null ? name && shippedPlace(name) : join(resultsDirectory(), id);
  if (folder === null) throw new Error(`${id}: its model is not there`);
  const read = (file: Part) => readFile(join(folder, result.live?.[file].path ?? modelFileNames[file]));
  return { model: (await read('model')).toString('utf8'), weights: new Uint8Array(await read('weights')) };
}
