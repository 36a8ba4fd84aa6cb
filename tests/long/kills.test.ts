/** Trainings that are killed again and again until they have ended; and the writers of tests/cli/kills.test.ts, killed more often. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { progressLines } from '../../runner/experiment/results/progress-schema.ts';
import { experiment, sendsSignals, startCommand, until, type WorkFolder } from '../cli/command.ts';
import { folderWith, training, untested } from '../cli/texts.ts';

const kills = 50;
process.env.KILLS = String(kills);
await import('../cli/kills.test.ts');

/** Kills at random moments, as often as a training that is not done can be. @returns how often. */
async function killedAgainAndAgain(folder: WorkFolder): Promise<number> {
  const [progress, state] = ['runs/long/progress.jsonl', 'runs/long/training/progress.json'];
  const draw = random(50);
  const epochOf = (): number =>
    folder.has(progress) ? Math.max(-1, ...progressLines(folder.read(progress)).map(({ epoch }) => epoch)) : -1;
  for (let killed = 0; ; ) {
    const before = epochOf();
    const { child, ended } = startCommand(folder, 'experiment', ['long.yaml']);
    let over = false;
    void ended.then(() => {
      over = true;
    });
    if (killed < kills) {
      // Every third one at its start, the others when it has come further.
      if (draw.below(3) === 0) await setTimeout(draw.below(1500));
      else await until(() => over || (epochOf() > before && folder.has(state)));
      await setTimeout(draw.below(120));
      // Now and then as Ctrl-C does, which saves a state within an epoch.
      child.kill(draw.below(4) === 0 ? 'SIGINT' : 'SIGKILL');
    }
    const { code, signal, stderr } = await ended;
    if (code !== null && code !== 130 && code !== 0) throw new Error(stderr);
    if (code === 0) return killed;
    if (signal !== null || code === 130) killed++;
  }
}

/** So many epochs that a fast machine has not done them before the last kill. */
// The second is so large that its optimizer goes once through memory of its own.
const cases = [
  { what: 'a small network', epochs: 900, keep: 'all', units: 8 },
  { what: 'one in one pass', epochs: 90, keep: 'best', units: 320 },
] as const;

/** Everything that a state has to keep: momenta, dropout, a schedule, shuffling, the best model, every epoch, the texts. */
function folderToTrainIn({ epochs, keep, units }: (typeof cases)[number]) {
  const optimizer = { name: 'adam', schedule: 'cosine' };
  const train = training(epochs, { dropout: 0.2, patience: 'none', keep, optimizer });
  return folderWith({ long: { ...untested, train, model: { units, embedding: { size: 4 } }, watch: 'page' } });
}

it.runIf(sendsSignals).each(cases)(
  `${kills} kills over one training of $what give what an unbroken one gives, checkpoints of every kind`,
  { timeout: 1_800_000 },
  async (each) => {
    const [unbroken, broken] = [folderToTrainIn(each), folderToTrainIn(each)];
    expect((await experiment(unbroken, ['long.yaml'])).code).toBe(0);
    expect(await killedAgainAndAgain(broken)).toBe(kills);
    const files = (folder: typeof broken) =>
      folder.files('runs/long').filter((name) => /^(checkpoint|epochs|evolution|training)\//.test(name));
    expect(files(broken)).toEqual(files(unbroken));
    // But for the times that stand in them.
    for (const name of files(unbroken).filter((each) => /\.(safetensors|i8)$|^evolution/.test(each))) {
      const [one, other] = [unbroken, broken].map((folder) => readFileSync(folder.at('runs/long', name)));
      expect(Buffer.compare(one ?? Buffer.of(), other ?? Buffer.of(1)), name).toBe(0);
    }
    const lines = progressLines(broken.read('runs/long/progress.jsonl'));
    const evaluated = lines.filter(({ validationLoss }) => validationLoss !== null);
    expect(evaluated.map(({ epoch }) => epoch)).toEqual(Array.from({ length: each.epochs + 1 }, (_, index) => index));
    expect(lines.every(({ step }, index) => index === 0 || step >= (lines[index - 1]?.step ?? 0))).toBe(true);
  },
);
