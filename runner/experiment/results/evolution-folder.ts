/** The texts of a training's epochs in a run's folder, one file an epoch with what it activates. Reads and writes files. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keep, kept } from '../../core/disk-cache.ts';
import type { QuantizedActivations } from './activations.ts';
import { type EvolutionStep, type KeptStep, keptStepSchema } from './evolution-schema.ts';

export const evolutionOf = (run: string): string => join(run, 'evolution');
const placeOf = (run: string, file: string) => ({
  path: join(evolutionOf(run), file),
  key: 'evolution',
  schema: keptStepSchema,
});

export const forgetEvolution = (run: string): Promise<void> => rm(evolutionOf(run), { recursive: true, force: true });

export const writeEvolutionStep = (
  run: string,
  step: EvolutionStep,
  activations: QuantizedActivations,
): Promise<void> => keep(placeOf(run, `${step.epoch}.bin`), { ...step, activations });

/** In the order of the epochs; without those that are damaged, whose files are named. None where nothing was written. */
export async function readEvolution(run: string): Promise<{ steps: KeptStep[]; damaged: string[] }> {
  const names = (await readdir(evolutionOf(run)).catch(() => [])).filter((name) => /^\d+\.bin$/.test(name));
  const read = await Promise.all(names.map((name) => kept(placeOf(run, name))));
  return {
    steps: read.filter((step) => step !== undefined).sort((a, b) => a.epoch - b.epoch),
    damaged: names.filter((_, index) => read[index] === undefined),
  };
}
