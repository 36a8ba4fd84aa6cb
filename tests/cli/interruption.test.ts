import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentReporter } from '../../runner/core/reporter.ts';
import { lockRun } from '../../runner/experiment/lock.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import { sendsSignals, startCommand, stoppedWhen, until, type WorkFolder, workFolder } from './command.ts';
import { experimentHere, resultOf } from './here.ts';
import { folderWith, manifest, prose, tinyFolder, training, untested } from './texts.ts';

/** Many short epochs with everything that a state has to keep: momenta, dropout, a schedule, shuffling. */
const optimizer = { name: 'adam', schedule: 'cosine' };
const train = training(20, { dropout: 0.2, patience: 'none', optimizer });
const folderWithLongTraining = () => folderWith({ long: { ...untested, train } });

const weights = 'runs/long/checkpoint/weights.safetensors';
const state = 'runs/long/training/progress.json';
const epochOf = (text: string): number => (JSON.parse(text) as { epoch: number }).epoch;

/** The epoch that is kept; -1 in the moment in which the new state is put in the place of the old one. */
const epochNow = (folder: WorkFolder): number => {
  try {
    return epochOf(folder.read(state));
  } catch {
    return -1;
  }
};

describe('a training that is stopped', () => {
  const unbroken = folderWithLongTraining();
  beforeAll(async () => {
    await resultOf(unbroken, ['long.yaml']);
  });

  it.runIf(sendsSignals)(
    'ends with code 130 at Ctrl-C, keeps its state, goes on from there until it is killed, and from there to the same weights, byte for byte',
    async () => {
      const folder = folderWithLongTraining();
      const { code, stdout, stderr } = await stoppedWhen(() => folder.has(state), folder, ['long.yaml']);
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr).toMatch(
        /^Stopping; [^\n]*\nStopped in epoch \d+ after \d+ of \d+ steps\. Run the same command again to go on from here\. Everything so far is kept\. \[stopped-training\]\n$/,
      );
      expect(folder.has('public')).toBe(false);
      const stoppedAt = epochOf(folder.read(state));
      expect(stoppedAt).toBeLessThan(20);

      const isFurther = () => epochNow(folder) > stoppedAt && folder.has(weights);
      const killed = await stoppedWhen(isFurther, folder, ['long.yaml'], 'SIGKILL');
      expect(killed.signal).toBe('SIGKILL');
      expect(killed.stderr).toMatch(new RegExp(`^Continues after epoch ${stoppedAt}\\b.*\\n$`));

      const third = await experimentHere(folder, ['long.yaml']);
      expect(third.code).toBe(0);
      const [, killedAt] = /^Continues after epoch (\d+)\.\n$/.exec(third.stderr) ?? [];
      expect(Number(killedAt)).toBeGreaterThan(stoppedAt);
      expect(readFileSync(folder.at(weights))).toEqual(readFileSync(unbroken.at(weights)));
      expect(folder.files('runs/long').filter((name) => name.includes('.tmp') || name.startsWith('.'))).toEqual([]);
    },
  );

  it('begins again when its state is damaged or its checkpoint was removed', async () => {
    const [folder, few] = [folderWithLongTraining(), ['long.yaml', 'train.epochs=4', 'id=long']];
    await resultOf(folder, few);
    const trained = readFileSync(folder.at(weights));
    for (const name of ['runs/long/training/parameters.safetensors', weights]) {
      folder.write(
        state,
        folder.read(state).replace('"finished":true', '"finished":false').replace('"epoch":4', '"epoch":2'),
      );
      folder.write(name, 'damaged');
      await resultOf(folder, few);
      expect(readFileSync(folder.at(weights))).toEqual(trained);
    }
  });
});

it.each([
  ['stops, says what to change, and leaves no result', [], 'No epoch was complete, so there is no checkpoint.'],
  [
    'in the very last step is noticed by its validation loss',
    ['train.batch=60', 'train.window=50'],
    'the validation loss is',
  ],
])('a training that diverges %s', async (_what, words, says) => {
  const folder = tinyFolder();
  const tooFast = ['tiny.yaml', 'train.optimizer.learningRate=1e6', 'train.clipNorm=none', 'id=tiny'];
  const { code, stderr } = await experimentHere(folder, [...tooFast, ...words]);
  expect(code, stderr).toBe(1);
  expect(stderr).toMatch(
    /^Training diverged in epoch \d+ at step \d+: [^\n]*train\.optimizer\.learningRate[^\n]*\. \[training-diverged\]\n$/,
  );
  expect(stderr).toContain(says);
  expect(folder.has('public')).toBe(false);
});

it.runIf(sendsSignals)(
  'Ctrl-C while the model writes ends with code 130, says that the model is kept, and publishes nothing; until then no other command works on the run',
  async () => {
    const folder = tinyFolder({ ...untested, sample: { prompt: 'the cat', length: 200_000 } });
    const { child, ended } = startCommand(folder, 'experiment', ['tiny.yaml']);
    await until(() => folder.has('runs/tiny/recording.safetensors'));
    const other = await experimentHere(folder, ['tiny.yaml']);
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(new RegExp(`^Another command, process ${child.pid}, is working on `));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(130);
    expect(folder.has('runs/tiny/.lock')).toBe(false);
    expect(stderr).toMatch(
      /^Stopping; [^\n]*\nStopped [^\n]*Run the same command again[^\n]*The model is kept in runs\/tiny[^\n]*\. \[stopped-reading\]\n$/,
    );
    expect(folder.has('public')).toBe(false);
    expect((await experimentHere(folder, ['tiny.yaml', 'sample.length=20', 'id=tiny'])).code).toBe(0);
  },
);

it.runIf(sendsSignals)(
  'Ctrl-C while a text is read is answered at once; pressed again it ends the command at once',
  async () => {
    const folder = workFolder();
    folder.write('much.txt', prose(20_000).repeat(20));
    folder.write('tiny.yaml', manifest({ ...untested, corpus: { source: folder.at('much.txt'), minimumCount: 1 } }));
    const stopping = 'Stopping; press again to end at once\n';
    /** Of a path that is not relative something is said just before the text is read. */
    const before = /^.*publishes the whole path.*\n/;
    for (const isPressedAgain of [false, true]) {
      const { child, said, ended } = startCommand(folder, 'experiment', ['tiny.yaml']);
      await until(() => before.test(said.stderr));
      const at = performance.now();
      child.kill('SIGINT');
      await until(() => said.stderr.includes(stopping), 10);
      if (isPressedAgain) child.kill('SIGINT');
      const { code, signal, stderr } = await ended;
      if (isPressedAgain) {
        expect([code, signal]).toEqual([null, 'SIGINT']);
        expect(performance.now() - at).toBeLessThan(6000);
      } else {
        const told =
          'Stopped while the text was read. Run the same command again. Nothing was written. [stopped-reading]\n';
        expect([code, stderr.replace(before, '')]).toEqual([130, stopping + told]);
      }
      expect(folder.has('public')).toBe(false);
    }
  },
);

it('who stops while the model reads leaves no half recording', async () => {
  const folder = tinyFolder({ ...untested, observe: { source: 'much.txt', segment: 'none' } });
  folder.write('much.txt', prose(20_000));
  const interrupted = () => folder.has('runs/tiny/recording.safetensors.tmp');
  const { code, stderr } = await experimentHere(folder, ['tiny.yaml'], { interrupted });
  expect(code, stderr).toBe(130);
  expect(folder.files('runs/tiny').filter((name) => name.includes('recording'))).toEqual([]);
  expect(folder.has('public')).toBe(false);
});

it('two commands do not publish under one name at once, whatever their folders of runs', async () => {
  const folder = tinyFolder(untested);
  // As another command does that is at work on it.
  const other = await lockRun(folder.at('public/results/.tiny.lock'));
  expect(await experimentHere(folder, ['tiny.yaml', 'runs=elsewhere'])).toEqual({
    code: 1,
    stderr: expect.stringMatching(/Another command, process \d+, is working on .*tiny/),
  });
  await other.release();
  await resultOf(folder, ['tiny.yaml', 'runs=elsewhere']);
  expect(folder.files('public/results').filter((name) => !name.startsWith('tiny/'))).toEqual([]);
});

describe('who stops an experiment with an atlas after its result is written', () => {
  const command = 'npm run experiment tiny.yaml';
  const kept = 'the model and the recording are kept in runs/tiny.';
  /** Stops when a step begins whose title begins so. */
  const stoppedIn = async (folder: WorkFolder, title: string) => {
    let isThere = false;
    const step = (text: string) => {
      isThere ||= text.startsWith(title);
    };
    return experimentHere(folder, ['tiny.yaml'], {
      reporter: { ...silentReporter, step },
      interrupted: () => isThere,
      circumstances: { versions: {}, commit: null, command },
    });
  };
  const folder = tinyFolder({ evidence: 'quick', atlas: 'component', model: { units: 16, embedding: { size: 4 } } });

  it('is told, while the evidence is gathered, which command makes the atlas: npm run evidence does not', async () => {
    expect(await stoppedIn(folder, 'Testing')).toEqual({
      code: 130,
      stderr:
        `Stopped while the evidence was gathered. To go on, run the same command again, or npm run evidence tiny; the atlas is made by ${command}. ` +
        `The result without evidence is in public/results/tiny; ${kept} [stopped-evidence]\n`,
    });
  });

  it('is told, while the atlas is made, that the result is there, and which command goes on', async () => {
    expect(await stoppedIn(folder, 'Measuring each')).toEqual({
      code: 130,
      stderr:
        `Stopped while the atlas was made. To go on, run the same command again: ${command}. ` +
        `The result in public/results/tiny is complete but for its atlas; ${kept} [stopped-atlas]\n`,
    });
    const result = await readResult(folder.at('public/results/tiny'));
    expect(result.evidence?.steps.done).toBe(result.evidence?.steps.of);
    expect([result.evidencePending, result.atlases]).toEqual([undefined, undefined]);
    const again = await resultOf(folder, ['tiny.yaml']);
    expect(again.atlases).toHaveLength(1);
  });
});
