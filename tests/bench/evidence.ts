/**
 * What a whole experiment with all its evidence takes, from a trained model that ships (`case=quotes`, or another manifest's name):
 * seconds, those of all processors, the share of the cores that is busy, and the largest resident memory, MB. PyTorch has nothing to set beside it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cores } from '../../runner/core/cores.ts';
import { inFolder, type Taken, takenBy } from './measured.ts';
import type { Options, Outcome } from './outcome.ts';
import { median } from './table.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

export async function bench({ cases: asked, rounds }: Options): Promise<Outcome> {
  const rows = [];
  for (const name of asked.length === 0 ? ['lstm-dots', 'quotes'] : asked) {
    const all: Taken[] = [];
    const once = (folder: string) => {
      const places = ['runs', 'results'].map((key) => `${key}=${join(folder, key)}`);
      return takenBy('experiment', [join('experiments', `${name}.yaml`), ...places], project);
    };
    for (let round = 0; round < rounds; round++) all.push(await inFolder(once));
    const over = (key: keyof Taken) => median(all.map((each) => each[key]));
    const [seconds, processor, MB] = [over('seconds'), over('processor'), over('MB')];
    rows.push({ case: name, seconds, processor, busy: processor / seconds / cores(), MB });
  }
  return { rows };
}
