/** Kills a training again and again, at random moments, until it has ended by itself. */
import { setTimeout } from 'node:timers/promises';
import type { Random } from '../../runner/core/random.ts';
import { progressLines } from '../../runner/experiment/results/progress-schema.ts';
import { experiment, startExperiment, until, type WorkFolder } from './command.ts';

export interface Killing {
  id: string;
  words: readonly string[];
  /** How often it is killed, at most: a training that is done cannot be. */
  kills: number;
  random: Random;
}

/** @returns how often it was killed; the training has ended then. */
export async function killedAgainAndAgain(folder: WorkFolder, { id, words, kills, random }: Killing): Promise<number> {
  const progress = `runs/${id}/progress.jsonl`;
  const state = `runs/${id}/training/progress.json`;
  const epochOf = (): number =>
    folder.has(progress) ? Math.max(-1, ...progressLines(folder.read(progress)).map(({ epoch }) => epoch)) : -1;
  let killed = 0;
  while (killed < kills) {
    const before = epochOf();
    const { child, ended } = startExperiment(folder, words);
    let over = false;
    const end = ended.then((each) => {
      over = true;
      return each;
    });
    // Every third one at its start, the others when it has come further.
    if (random.below(3) === 0) await setTimeout(random.below(1500));
    else await until(() => over || (epochOf() > before && folder.has(state)));
    await setTimeout(random.below(120));
    // Now and then as Ctrl-C does, which saves a state within an epoch.
    child.kill(random.below(4) === 0 ? 'SIGINT' : 'SIGKILL');
    const { code, signal, stderr } = await end;
    if (code !== null && code !== 130 && code !== 0) throw new Error(stderr);
    if (code === 0) return killed;
    if (signal !== null || code === 130) killed++;
  }
  const { code, stderr } = await experiment(folder, words);
  if (code !== 0) throw new Error(stderr);
  return killed;
}
