import { cpSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { command, type Ended, type WorkFolder } from './command.ts';
import { commandHere, experimentHere, resultOf } from './here.ts';
import { folderWith, training } from './texts.ts';

const short = { evidence: 'none', atlas: 'none' };
let folder: WorkFolder;
beforeEach(() => {
  folder = folderWith({
    tiny: { ...short, train: training(2) },
    further: { ...short, model: { checkpoint: 'models/base' }, train: training(2, { continue: true }) },
  });
});
const weights = (run: string) => readFileSync(folder.at('runs', run, 'checkpoint', 'weights.safetensors'));
const progress = (run: string) => folder.read(`runs/${run}/training/progress.json`);
const here = (words: string): Promise<Ended> => {
  const [name = '', ...others] = words.split(' ');
  return commandHere(folder, name, others);
};

describe('runs', { timeout: 120_000 }, () => {
  it('are listed, kept aside by changed settings and by fresh=true, and cleaned when one says so', async () => {
    await resultOf(folder, ['tiny.yaml']);
    const first = weights('tiny');

    expect(await experimentHere(folder, ['tiny.yaml', 'id=tiny', 'train.window=6', 'seed=4'])).toEqual({
      code: 0,
      stderr:
        'What is trained has changed. The earlier run is kept in runs/tiny.old.\n' +
        '  seed: 0 -> 4\n  train.window: 8 -> 6\n',
    });
    expect(weights('tiny.old')).toEqual(first);
    expect(weights('tiny')).not.toEqual(first);

    // Changed back: the model of before is found, and the other one is kept in its turn.
    const says = /^What is trained has changed\. .* runs\/tiny\.old-2\.\n {2}seed: 4 -> 0\n/;
    await resultOf(folder, ['tiny.yaml'], { says });
    expect(weights('tiny')).toEqual(first);
    expect(weights('tiny.old-2')).not.toEqual(first);
    expect(progress('tiny')).toBe(progress('tiny.old'));

    const stderr = 'Starting over. The earlier run is kept in runs/tiny.old-3.\n';
    expect(await here('experiment tiny.yaml fresh=true')).toMatchObject({ code: 0, stderr });
    expect(weights('tiny')).toEqual(first);
    // Trained here, not taken from the run of the same settings.
    expect(folder.read('runs/tiny/progress.jsonl')).not.toBe(folder.read('runs/tiny.old/progress.jsonl'));

    folder.write('runs/other/.training.tmp', 'half');
    const { stdout: list } = await command(folder, 'runs', []);
    expect(list).toMatch(/^run +state +changed +size +last validation loss\n/);
    expect(list).toMatch(/^tiny +trained +just now +[\d.]+ kB +\d\.\d{3} after epoch 2$/m);
    expect(list).toMatch(/^tiny\.old-3 +aside /m);

    const asked = await here('runs clean');
    expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/^Would delete 4 folders and files, /)]);
    expect(asked.stdout).toContain('Nothing was deleted. Add yes=true');
    expect(folder.has('runs/tiny.old-3')).toBe(true);

    expect((await here('runs clean yes=true')).stdout).toMatch(/^Deletes 4 /);
    expect(folder.files('runs').every((name) => name.startsWith('tiny/'))).toBe(true);

    expect(await here('runs clean tinny yes=true')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'There is no run "tinny". Did you mean "tiny"? Nothing was changed. [unknown-run]\n',
    });
    expect((await here('runs clean tiny yes=true')).code).toBe(0);
    expect(folder.has('runs/tiny')).toBe(false);
  });

  it('that go on from a checkpoint continue its learning curve', async () => {
    const { learningCurve: base } = await resultOf(folder, ['tiny.yaml', 'id=base']);
    cpSync(folder.at('runs/base/checkpoint'), folder.at('models/base'), { recursive: true });
    const { learningCurve: further } = await resultOf(folder, ['further.yaml']);
    if (!base || !further) throw new Error('no learning curve');
    expect(further.earlier).toBe(base.bestEpoch);
    const upTo = base.epochs.filter(({ epoch }) => epoch <= base.bestEpoch);
    expect(further.epochs.slice(0, upTo.length)).toEqual(upTo);
    const epochs = further.epochs.map(({ epoch }) => epoch);
    expect(epochs).toEqual(Array.from({ length: upTo.length + 2 }, (_, index) => index));
    expect(further.epochs.at(-1)?.validationLoss).toBeLessThan(upTo.at(-1)?.validationLoss ?? 0);
    const before = progress('further');
    await resultOf(folder, ['further.yaml']);
    expect(progress('further')).toBe(before);
    const lines = folder.read('runs/further/progress.jsonl').trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { epoch: number; validationLoss: number | null });
    expect(told.flatMap(({ epoch, validationLoss }) => (validationLoss === null ? [] : [epoch]))).toEqual(epochs);
  });
});
