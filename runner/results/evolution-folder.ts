/** The texts of a training's epochs in a run's folder, one after the other. Reads and writes files. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { decodeActivations, encodeActivations, type QuantizedActivations } from './activations.ts';
import { type EvolutionStep, evolutionStepSchema } from './evolution-schema.ts';

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
  await writeWhole(join(folder, activationsFile(step.epoch)), encodeActivations(activations));
  await writeWhole(join(folder, textFile(step.epoch)), `${JSON.stringify(step)}\n`);
}

/** In the order of the epochs; without those that are damaged. None where nothing was written. */
export async function readEvolution(run: string): Promise<EvolutionStep[]> {
  const names = await readdir(evolutionOf(run)).catch(() => []);
  const read = async (name: string): Promise<EvolutionStep[]> => {
    const text = await readFile(join(evolutionOf(run), name), 'utf8').catch(() => '');
    const parsed = evolutionStepSchema.safeParse(plain(text));
    return parsed.success ? [parsed.data] : [];
  };
  const steps = await Promise.all(names.filter((name) => /^\d+\.json$/.test(name)).map(read));
  return steps.flat().sort((a, b) => a.epoch - b.epoch);
}

/** Null where the file is missing or damaged. */
export async function readEvolutionActivations(
  run: string,
  { epoch, neurons, tokens }: Pick<EvolutionStep, 'epoch' | 'neurons' | 'tokens'>,
): Promise<QuantizedActivations | null> {
  try {
    const bytes = await readFile(join(evolutionOf(run), activationsFile(epoch)));
    return decodeActivations(new Uint8Array(bytes), neurons, tokens.length);
  } catch {
    return null;
  }
}

function plain(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
