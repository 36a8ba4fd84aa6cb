/** The texts of a training's epochs in a run's folder, one after the other. Reads and writes files. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../core/atomic-files.ts';
import { canonicalJson, sha256 } from '../../core/hash.ts';
import { decodeActivations, encodeActivations, type QuantizedActivations } from './activations.ts';
import { type EvolutionStep, type KeptStep, keptStepSchema } from './evolution-schema.ts';
import { jsonOrNull } from './progress-schema.ts';

export const evolutionOf = (run: string): string => join(run, 'evolution');

const textFile = (epoch: number): string => `${epoch}.json`;
const activationsFile = (epoch: number): string => `${epoch}.i8`;

export const forgetEvolution = (run: string): Promise<void> => rm(evolutionOf(run), { recursive: true, force: true });

/** The text comes last: where it is, its activations are. */
export async function writeEvolutionStep(
  run: string,
  step: EvolutionStep,
  activations: QuantizedActivations,
): Promise<void> {
  const folder = evolutionOf(run);
  await mkdir(folder, { recursive: true });
  const bytes = encodeActivations(activations);
  const kept: KeptStep = { ...step, sums: { text: sha256(canonicalJson(step)), activations: sha256(bytes) } };
  await writeWhole(join(folder, activationsFile(step.epoch)), bytes);
  await writeWhole(join(folder, textFile(step.epoch)), `${JSON.stringify(kept)}\n`);
}

/** In the order of the epochs; without those that are damaged. None where nothing was written. */
export const readEvolution = async (run: string): Promise<KeptStep[]> => (await evolutionIn(run)).steps;

/** The same, and the names of the damaged files, of texts and of activations. */
export async function evolutionIn(run: string): Promise<{ steps: KeptStep[]; damaged: string[] }> {
  const folder = evolutionOf(run);
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d+\.json$/.test(name));
  const read = await Promise.all(
    names.map(async (name) => {
      const step = stepIn(await readFile(join(folder, name), 'utf8').catch(() => ''));
      return step ?? name;
    }),
  );
  const steps = read.filter((each) => typeof each !== 'string').sort((a, b) => a.epoch - b.epoch);
  const damaged = read.filter((each) => typeof each === 'string');
  for (const step of steps) {
    if ((await readEvolutionActivations(run, step)) === null) damaged.push(activationsFile(step.epoch));
  }
  return { steps, damaged };
}

/** Null where the file is missing or damaged. */
export async function readEvolutionActivations(
  run: string,
  { epoch, neurons, tokens, sums }: Pick<KeptStep, 'epoch' | 'neurons' | 'tokens' | 'sums'>,
): Promise<QuantizedActivations | null> {
  try {
    const bytes = await readFile(join(evolutionOf(run), activationsFile(epoch)));
    if (sha256(bytes) !== sums.activations) return null;
    return decodeActivations(new Uint8Array(bytes), neurons, tokens.length);
  } catch {
    return null;
  }
}

/** Null where it is not what was written. */
function stepIn(text: string): KeptStep | null {
  const parsed = keptStepSchema.safeParse(jsonOrNull(text));
  if (!parsed.success) return null;
  const { sums, ...step } = parsed.data;
  return sums.text === sha256(canonicalJson(step)) ? parsed.data : null;
}
