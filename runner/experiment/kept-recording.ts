/**
 * The recording in the folder of a run, and the signature beside it that says of which model and which text it is: a
 * recording without one was not finished.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { sha256 } from '../core/hash.ts';
import type { ObservedText } from '../corpus/observe-text.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { readSeries } from '../recording/recording-file.ts';

export const recordingOf = (run: string): string => join(run, 'recording.safetensors');
const signatureOf = (run: string): string => join(run, 'recording.json');

interface Recorded {
  checkpoint: Pick<Checkpoint, 'weights' | 'vocabulary'>;
  text: Pick<ObservedText, 'ids' | 'segments'>;
}

export const forgetRecording = (run: string): Promise<void> => rm(signatureOf(run), { force: true });

export const signRecording = (run: string, recorded: Recorded): Promise<void> =>
  writeWhole(signatureOf(run), `${JSON.stringify(signature(recorded))}\n`);

/** The losses of the recording of this text by this model, nats, [tokens - 1]; null when the run's folder has none. */
export async function keptLosses(run: string, recorded: Recorded): Promise<Float32Array | null> {
  const wanted = `${JSON.stringify(signature(recorded))}\n`;
  if ((await readFile(signatureOf(run), 'utf8').catch(() => null)) !== wanted) return null;
  return readSeries(recordingOf(run), 'nll').catch(() => null);
}

function signature({ checkpoint: { weights, vocabulary }, text: { ids, segments } }: Recorded) {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const ofWeights = Object.entries(weights)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { data, shape }]) => [name, shape, sha256(bytes(data))]);
  return {
    model: sha256(JSON.stringify([ofWeights, vocabulary])),
    text: sha256(JSON.stringify([sha256(bytes(ids)), segments])),
  };
}
