import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockRun } from '../../runner/experiment/lock.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { command, sendsSignals, startCommand, until, type WorkFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { folderWithSweep, sweepResult } from './sweep.ts';

const halved = {
  parameters: { 'train.optimizer.learningRate': [1e-3, 1e-2] },
  halving: { epochs: [1, 3], keep: 0.5 },
};
const two = { parameters: { 'model.units': [6, 8] } };

type Trial = ReturnType<typeof sweepResult>['trials'][number];

/** Weights and loss of a trial are those of an experiment that nobody looked at, by the command that is said to give them. */
async function expectAlone(folder: WorkFolder, sweep: string, { id, command: words, ...trial }: Trial): Promise<void> {
  const places = [`runs=alone/${id}/runs`, `results=alone/${id}/results`];
  const alone = await experimentHere(folder, [...words.split(' ').slice(3), ...places]);
  expect(alone.code, alone.stderr).toBe(0);
  const own = (file: string) => folder.files('alone').find((name) => name.startsWith(id) && name.endsWith(file)) ?? '';
  const weights = 'checkpoint/weights.safetensors';
  const trained = readFileSync(folder.at('runs', sweep, 'trials', id, weights));
  expect(trained).toEqual(readFileSync(folder.at('alone', own(weights))));
  const { learningCurve } = JSON.parse(folder.read(`alone/${own('result.json')}`)) as Result;
  expect(trial.validationLoss).toBe(learningCurve?.epochs[learningCurve.bestEpoch]?.validationLoss);
}

describe('a sweep', { timeout: 600_000 }, () => {
  it('halves: who goes on has the weights of a training that nobody looked at, and what is done is not done again', async () => {
    const folder = folderWithSweep('halved', halved);
    const first = await command(folder, 'sweep', ['sweeps/halved.yaml', 'parallel=2']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^A sweep\n1 of 2 trials done, 1 stopped early\n/);
    const { trials, best } = sweepResult(folder, 'halved');
    const of = (status: string) => trials.filter((trial) => trial.status === status);
    expect([of('done').length, of('stopped').length]).toEqual([1, 1]);
    const afterOne = (status: string) => of(status).map(({ rungs }) => rungs[0]?.validationLoss ?? Number.NaN);
    expect(Math.max(...afterOne('done'))).toBeLessThan(Math.min(...afterOne('stopped')));
    for (const { id } of of('stopped')) {
      expect(JSON.parse(folder.read(`runs/halved/trials/${id}/training/progress.json`)).epoch).toBe(1);
    }
    const [winner] = of('done');
    expect(best).toBe(winner?.id);
    if (winner) await expectAlone(folder, 'halved', winner);

    const answers = () =>
      folder.files('runs/halved/tasks').map((name) => [name, statSync(folder.at('runs/halved/tasks', name)).mtimeMs]);
    const before = answers();
    expect((await commandHere(folder, 'sweep', ['sweeps/halved.yaml'])).stdout).toBe(first.stdout);
    expect(answers()).toEqual(before);
  });

  it.runIf(sendsSignals)(
    'loses none but its own trial with a process that is killed, stops at Ctrl-C and goes on with the same command',
    async () => {
      const folder = folderWithSweep('broken', two, { epochs: 16 });
      /** The process that trains it. */
      const processOf = async (trial: string): Promise<number> => {
        const [lock = '', training = ''] = ['.lock', 'progress.jsonl'].map(
          (name) => `runs/broken/trials/${trial}/${name}`,
        );
        const holder = () => (folder.has(lock) ? Number(/"process":(\d+)/.exec(folder.read(lock))?.[1] ?? 0) : 0);
        await until(() => folder.has(training) && holder() !== 0, 300);
        return holder();
      };
      const { child, ended } = startCommand(folder, 'sweep', ['sweeps/broken.yaml']);
      process.kill(await processOf('units-6'), 'SIGKILL');
      await processOf('units-8');
      child.kill('SIGINT');
      expect(await ended).toMatchObject({
        code: 130,
        stderr: expect.stringMatching(
          /^units-6: its process ended with signal SIGKILL\nStopping; [^\n]*\nStopped after 1 of 2 trials\. .*\[stopped-sweep\]\n$/,
        ),
      });
      expect(sweepResult(folder, 'broken').trials.map(({ status }) => status)).toEqual(['failed', 'running']);
      expect(await command(folder, 'sweep', ['sweeps/broken.yaml'])).toMatchObject({ code: 0, stderr: '' });
      const { trials, best } = sweepResult(folder, 'broken');
      const losses = trials.map(({ validationLoss }) => validationLoss ?? Number.NaN);
      expect([trials.map(({ status }) => status), best]).toEqual([
        ['done', 'done'],
        trials[losses.indexOf(Math.min(...losses))]?.id,
      ]);
      for (const killed of trials.slice(0, 1)) await expectAlone(folder, 'broken', killed);
    },
  );

  it('does not begin while another command publishes under its name, whatever its folder of runs', async () => {
    const folder = folderWithSweep('named', two);
    const other = await lockRun(folder.at('public/results/.named.lock'));
    const { code, stderr } = await commandHere(folder, 'sweep', ['sweeps/named.yaml', 'runs=elsewhere']);
    await other.release();
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Another command, process \d+, is working on .*named/)]);
    expect(folder.has('elsewhere')).toBe(false);
    expect(folder.has('public/results')).toBe(false);
  });

  it('counts a trial that diverges as failed, and ends with code 1 when all do', async () => {
    const folder = folderWithSweep('diverging', { parameters: { 'train.optimizer.learningRate': [1e12, 1e13] } });
    const { code, stderr } = await commandHere(folder, 'sweep', ['sweeps/diverging.yaml']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^2 trials failed\. The first: Training diverged .*\[sweep-failed\]\n$/),
    ]);
    expect(sweepResult(folder, 'diverging')).toMatchObject({ best: null, trials: Array(2).fill({ status: 'failed' }) });
  });
});
