/** Where a page finds the model of its experiment: beside the result, or among the models that ship with the project. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { findModel } from '../../runner/core/find-model.ts';
import { decimal } from '../../runner/core/format.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { largestLive, shippedModel } from '../../runner/experiment/results/shipped.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { packWeights } from '../../runner/nn/models/quantized-weights.ts';
import type { ModelBytes } from '../../runner/read.ts';
import type { Experiment } from '../words/experiment.ts';
import { remembered } from '../words/remembered.ts';
import type { LiveModel, SideFile } from '../words/script-data.ts';
import { resultUrl, url } from '../words/url.ts';
import { atHome, resultsDirectory } from './places.ts';

/** The files of a model, by what they hold. */
export const modelFileNames = { model: 'model.json', weights: 'weights.safetensors' } as const;
type Part = keyof typeof modelFileNames;
/** Not named for its compression: a server may undo that. */
const packedFileName = 'weights.packed';

/** Null when the result's model was not published, or models/ holds another one by now. */
export async function liveModel({ id, result }: Experiment): Promise<LiveModel | null> {
  if (result.live !== null) {
    const { model, weights } = result.live;
    return {
      model: { url: resultUrl(id, model.path), bytes: model.bytes },
      weights: { url: resultUrl(id, weights.path), bytes: weights.bytes },
      packed: null,
    };
  }
  const shipped = await shippedNow(result);
  if (shipped === null) return null;
  const { name, directory } = shipped;
  const file = async (path: string, bytes?: number): Promise<SideFile> => ({
    url: url(`models/${encodeURIComponent(name)}/${path}`),
    bytes: bytes ?? (await stat(join(directory, path))).size,
  });
  const [model, weights] = [await file(modelFileNames.model), await file(modelFileNames.weights)];
  const packed = (await isLarge(directory)) ? await file(packedFileName, (await packedModel(directory)).length) : null;
  return { model, weights, packed };
}

/** Weights of more bytes are loaded packed: of fewer, what is lost weighs more than the seconds. */
const largestWhole = 4e6;

/** The weights of the model in a folder as a page loads them. Its steps follow no pattern that is longer than one of them. */
export const packedModel = remembered(async (directory: string): Promise<Uint8Array<ArrayBuffer>> => {
  const { architecture, weights } = await loadCheckpoint(directory);
  return new Uint8Array(gzipSync(packWeights(architecture, weights), { strategy: constants.Z_HUFFMAN_ONLY }));
});

/** Why a page has no model to try, where `liveModel` is null. */
export function whyNotLive({ manifest, model }: Result): string {
  const bytes = 2 * model.parameters;
  if (manifest.live === false) return 'The author does not publish the model.';
  if (model.direction !== undefined) return 'A model that reads from right to left cannot be tried here.';
  return bytes > largestLive
    ? `The model is too large to be tried here: ${decimal(bytes / 1e6, 1)} MB in half precision, and at most ${decimal(largestLive / 1e6, 0)} MB are published.`
    : 'The model was not published with this result; running the experiment again does it.';
}

/** The shipped model that made this result, by the hash of its training. */
async function shippedNow({ model, provenance }: Result): Promise<{ name: string; directory: string } | null> {
  const name = shippedModel(model.origin);
  const directory = name && findModel(name, atHome());
  if (name === null || directory === null || provenance.trainingHash === null) return null;
  const text = await readFile(join(directory, modelFileNames.model), 'utf8');
  const { training } = JSON.parse(text) as { training?: { trainingHash?: string } };
  return training?.trainingHash === provenance.trainingHash ? { name, directory } : null;
}

const isLarge = async (directory: string): Promise<boolean> =>
  (await stat(join(directory, modelFileNames.weights))).size > largestWhole;

/** The files of the shipped models that some page offers: these are copied into the site. */
export async function offeredFiles(all: readonly Experiment[]): Promise<{ name: string; file: string }[]> {
  const offered = all.filter(({ result }) => result.live === null);
  const shipped = (await Promise.all(offered.map(({ result }) => shippedNow(result)))).filter((each) => each !== null);
  const models = new Map(shipped.map(({ name, directory }) => [name, directory]));
  const files = [...models].map(async ([name, directory]) => {
    const own = [...Object.values(modelFileNames), ...((await isLarge(directory)) ? [packedFileName] : [])];
    return own.map((file) => ({ name, file }));
  });
  return (await Promise.all(files)).flat();
}

export async function offeredFile(name: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const directory = findModel(name, atHome());
  if (directory === null) throw new Error(`the model ${name} was here and is gone`);
  return file === packedFileName ? packedModel(directory) : new Uint8Array(await readFile(join(directory, file)));
}

/**
 * The files of the model that `liveModel` offers, to be run while the site is built.
 * @throws Error when it offers none.
 */
export async function modelFiles({ id, result }: Experiment): Promise<ModelBytes> {
  const folder = result.live === null ? (await shippedNow(result))?.directory : join(resultsDirectory(), id);
  if (folder === undefined) throw new Error(`${id}: its model is not there`);
  const read = (file: Part) => readFile(join(folder, result.live?.[file].path ?? modelFileNames[file]));
  return { model: new Uint8Array(await read('model')), weights: new Uint8Array(await read('weights')) };
}
