/**
 * The recording in the folder of a run, and the signature beside it that says of which model and which text it is: a
 * recording without one was not finished.
 */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '../analysis/reading/recording.ts';
import { openRecording } from '../analysis/reading/recording-file.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { writeWhole } from '../core/atomic-files.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { recordedNames as allNames, isOfCells, type Readable, shownArrays, widthOf } from '../models/reading.ts';
import type { ObservedText } from '../text/observe-text.ts';
import { drawnOf, type Records, recordedNames } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';

export const recordingPath = (run: string): string => join(run, 'recording.safetensors');
const signatureOf = (run: string): string => join(run, 'recording.json');

/** An array over the first tokens of the recording in the folder of a run, as an experiment left it: [neurons][tokens]. */
export const recordedStart = async (run: string, name: string, tokens: number): Promise<Float32Array[]> =>
  (await openRecording(recordingPath(run))).neurons(name, firstTokens(tokens));

/** What a recording is of. */
interface Signed {
  checkpoint: Pick<Checkpoint<Readable>, 'architecture' | 'weights' | 'vocabulary'>;
  text: Pick<ObservedText, 'ids' | 'segments' | 'before'>;
  /** Names of its arrays. */
  arrays: readonly string[];
}

/** Bytes that the recording of a whole network may take. */
const largest = 2e9;

/**
 * What an experiment records: all that there is. But a whole network of usual size has a hundred thousand numbers a token, some
 * gigabytes of a short text: of such a one only what is analysed, or has an atlas.
 * @param tokens of the observed text.
 */
export function keptArrays(manifest: Records & Pick<Manifest, 'atlas'>, network: Readable, tokens: number): string[] {
  const all = allNames(network);
  const bytes = Float32Array.BYTES_PER_ELEMENT * tokens * all.reduce((sum, name) => sum + widthOf(network, name), 0);
  if (isOfCells(network) || bytes <= largest) return all;
  const { layer } = drawnOf(manifest);
  const profiled = shownArrays(network).filter((each) => manifest.atlas === 'all' && each.layer === layer);
  return [...new Set([...recordedNames(manifest), ...profiled.map(({ name }) => name)])];
}

export const forgetRecording = (run: string): Promise<void> => rm(signatureOf(run), { force: true });

export const signRecording = (run: string, signed: Signed): Promise<void> =>
  writeWhole(signatureOf(run), `${JSON.stringify(signature(signed))}\n`);

/** The recording of this text by this model, and its losses, nats, [tokens - 1]; null when the run's folder has none. */
export async function findRecording(
  run: string,
  signed: Signed,
): Promise<{ recording: Recording; nll: Float32Array } | null> {
  const wanted = `${JSON.stringify(signature(signed))}\n`;
  if ((await readFile(signatureOf(run), 'utf8').catch(() => null)) !== wanted) return null;
  try {
    const recording = await openRecording(recordingPath(run));
    return { recording, nll: await recording.series('nll') };
  } catch {
    return null;
  }
}

function signature({
  checkpoint: { architecture, weights, vocabulary },
  text: { ids, segments, before },
  arrays,
}: Signed) {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const ofWeights = Object.entries(weights)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { data, shape }]) => [name, shape, sha256(bytes(data))]);
  return {
    // The same weights are another model in another cell, or with other gates.
    model: sha256(JSON.stringify([canonicalJson(architecture), ofWeights, vocabulary])),
    text: sha256(JSON.stringify([sha256(bytes(ids)), segments, sha256(bytes(before))])),
    // Where it is not all that the network has.
    ...(arrays.length < allNames(architecture).length && { arrays }),
  };
}
