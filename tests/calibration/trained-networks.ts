/**
 * Small LSTMs trained from nothing on the languages that the program writes itself, as the published experiments train them,
 * from several seeds. Trained once and kept beside what was counted. Trains and writes files.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter } from '../../runner/core/reporter.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { model } from '../../runner/experiment/model.ts';
import { inRun } from '../../runner/experiment/run.ts';
import type { Checkpoint } from '../../runner/nn/models/checkpoint.ts';
import { checkpointFor } from '../../runner/nn/models/checkpoint.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
export const languages = ['counter', 'brackets', 'quoted'] as const;
export type LanguageName = (typeof languages)[number];
/**
 * Of each language so many are trained, from seeds of their own, and those that predict best are read: one that has not learned
 * the language need not keep what it takes to predict it (of `counter`, one of four had a loss of .156 where the others had
 * .143, and no neuron that counts). What the ladder finds is not looked at.
 */
const networks = { trained: 5, read: 4 } as const;

export type TrainedNetworks = Readonly<Record<LanguageName, readonly Checkpoint[]>>;

/** The files of the experiments that say how they are trained. */
export const trainedManifests = languages.map((name) => join(project, 'experiments', `${name}.yaml`));

/** @param folder where they are kept: trained there before, they are read. */
export async function trainedNetworks(folder: string, seed: number, reporter: Reporter): Promise<TrainedNetworks> {
  const trained: Record<string, Checkpoint[]> = {};
  for (const name of languages) {
    const all: Checkpoint[] = [];
    for (let own = 0; own < networks.trained; own++) {
      reporter.step(`Network ${own + 1} of ${networks.trained} of the language ${name}`);
      all.push(await trainedOn(name, folder, 1000 * seed + own));
    }
    trained[name] = all.sort((a, b) => lossOf(a) - lossOf(b)).slice(0, networks.read);
  }
  return trained as Record<LanguageName, Checkpoint[]>;
}

const lossOf = ({ training }: Checkpoint): number => training?.validationLoss ?? Number.POSITIVE_INFINITY;

async function trainedOn(name: LanguageName, folder: string, seed: number): Promise<Checkpoint> {
  const places = [`runs=${folder}`, `results=${join(folder, 'results')}`, `id=${name}-${seed}`];
  const loaded = await loadManifest(`experiments/${name}.yaml`, [`seed=${seed}`, ...places], project);
  const host = { cwd: project, circumstances: { versions: {}, commit: null, command: 'npm run calibrate' } };
  const { checkpoint } = await inRun(loaded, host, model);
  return checkpointFor(checkpoint, 'trained');
}
