import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { command, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, prose } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
const short = { evidence: 'none', atlas: 'none' };
folder.write('tiny.yaml', manifest({ ...short, train: { epochs: 2, batch: 8, window: 8 } }));
const weights = (run: string) => readFileSync(folder.at('runs', run, 'checkpoint', 'weights.safetensors'));

interface Curve {
  epochs: { epoch: number; validationLoss: number }[];
  bestEpoch: number;
  earlier?: number;
}
const curveOf = (id: string): Curve =>
  (JSON.parse(folder.read(`public/results/${id}/result.json`)) as { learningCurve: Curve }).learningCurve;

describe('runs', { timeout: 120_000 }, () => {
  it('are listed, kept aside by changed settings and by fresh=true, and cleaned when one says so', async () => {
    expect((await experimentHere(folder, ['tiny.yaml'])).code).toBe(0);
    const first = weights('tiny');

    const changed = await experimentHere(folder, ['tiny.yaml', 'id=tiny', 'train.window=6', 'seed=4']);
    expect(changed.code).toBe(0);
    expect(changed.stderr).toBe(
      'What is trained has changed. The earlier run is kept in runs/tiny.old.\n' +
        '  seed: 0 -> 4\n  train.window: 8 -> 6\n',
    );
    expect(weights('tiny.old')).toEqual(first);
    expect(weights('tiny')).not.toEqual(first);

    // Changed back: the model of before is found, and the other one is kept in its turn.
    const back = await experimentHere(folder, ['tiny.yaml']);
    expect(back.stderr).toMatch(/^What is trained has changed\. .* runs\/tiny\.old-2\.\n {2}seed: 4 -> 0\n/);
    expect(weights('tiny')).toEqual(first);
    expect(weights('tiny.old-2')).not.toEqual(first);
    expect(folder.read('runs/tiny/training/progress.json')).toBe(folder.read('runs/tiny.old/training/progress.json'));

    const fresh = await commandHere(folder, 'experiment', ['tiny.yaml', 'fresh=true']);
    expect(fresh).toMatchObject({
      code: 0,
      stderr: 'Starting over. The earlier run is kept in runs/tiny.old-3.\n',
    });
    expect(weights('tiny')).toEqual(first);
    // Trained here, not taken from the run of the same settings.
    expect(folder.read('runs/tiny/progress.jsonl')).not.toBe(folder.read('runs/tiny.old/progress.jsonl'));

    mkdirSync(folder.at('runs/other'));
    writeFileSync(folder.at('runs/other/.training.tmp'), 'half');
    const { stdout: list } = await command(folder, 'runs', []);
    expect(list).toMatch(/^run +state +changed +size +last validation loss\n/);
    expect(list).toMatch(/^tiny +trained +just now +[\d.]+ kB +\d\.\d{3} after epoch 2$/m);
    expect(list).toMatch(/^tiny\.old-3 +aside /m);

    const asked = await commandHere(folder, 'runs', ['clean']);
    expect(asked.code).toBe(0);
    expect(asked.stdout).toMatch(/^Would delete 4 folders and files, /);
    expect(asked.stdout).toContain('Nothing was deleted. Add yes=true');
    expect(folder.has('runs/tiny.old-3')).toBe(true);

    expect((await commandHere(folder, 'runs', ['clean', 'yes=true'])).stdout).toMatch(/^Deletes 4 /);
    expect(folder.files('runs').every((name) => name.startsWith('tiny/'))).toBe(true);

    const wrong = await commandHere(folder, 'runs', ['clean', 'tinny', 'yes=true']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(
      /^There is no run "tinny"\. Did you mean "tiny"\? Nothing was changed\. \[unknown-run\]/,
    );
    expect((await commandHere(folder, 'runs', ['clean', 'tiny', 'yes=true'])).code).toBe(0);
    expect(folder.has('runs/tiny')).toBe(false);
  });

  it('that go on from a checkpoint continue its learning curve', async () => {
    expect((await experimentHere(folder, ['tiny.yaml', 'id=base'])).code).toBe(0);
    cpSync(folder.at('runs/base/checkpoint'), folder.at('models/base'), { recursive: true });
    folder.write(
      'further.yaml',
      manifest({
        ...short,
        model: { checkpoint: 'models/base' },
        train: { epochs: 2, batch: 8, window: 8, continue: true },
      }),
    );
    expect((await experimentHere(folder, ['further.yaml'])).code).toBe(0);
    const [base, further] = [curveOf('base'), curveOf('further')];
    expect(further.earlier).toBe(base.bestEpoch);
    const upTo = base.epochs.filter(({ epoch }) => epoch <= base.bestEpoch);
    expect(further.epochs.slice(0, upTo.length)).toEqual(upTo);
    expect(further.epochs.map(({ epoch }) => epoch)).toEqual(further.epochs.map((_, index) => index));
    expect(further.epochs).toHaveLength(upTo.length + 2);
    const best = base.epochs.find(({ epoch }) => epoch === base.bestEpoch)?.validationLoss;
    expect(further.epochs.at(-1)?.validationLoss).toBeLessThan(best ?? 0);
    const progress = folder.read('runs/further/training/progress.json');
    expect((await experimentHere(folder, ['further.yaml'])).code).toBe(0);
    expect(folder.read('runs/further/training/progress.json')).toBe(progress);
    const lines = folder.read('runs/further/progress.jsonl').trim().split('\n');
    const epochs = lines.map((line) => JSON.parse(line) as { epoch: number; validationLoss: number | null });
    expect(epochs.filter(({ validationLoss }) => validationLoss !== null).map(({ epoch }) => epoch)).toEqual(
      further.epochs.map(({ epoch }) => epoch),
    );
  });
});
