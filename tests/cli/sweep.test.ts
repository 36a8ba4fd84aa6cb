import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockRun } from '../../runner/experiment/lock.ts';
import { sendsSignals, until } from './command.ts';
import { experimentHere } from './here.ts';
import { findings, folderWithSweep, startSweep, sweep, sweepResult } from './sweep.ts';

const halved = {
  parameters: { 'model.units': [4, 8], 'train.optimizer.learningRate': [1e-3, 1e-2] },
  halving: { epochs: [1, 3], keep: 0.5 },
};

const three = { parameters: { 'model.units': [4, 6, 8] } };
const long = { epochs: 16 };

describe('a sweep', { timeout: 600_000 }, () => {
  it('halves: who goes on has the weights of a training that nobody looked at, and what is done is not done again', async () => {
    const folder = folderWithSweep('halved', halved);
    const first = await sweep(folder, ['sweeps/halved.yaml', 'parallel=2']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^A sweep\n2 of 4 trials done, 2 stopped early\n/);
    const result = sweepResult(folder, 'halved');
    expect(result.trials.map(({ status }) => status).sort()).toEqual(['done', 'done', 'stopped', 'stopped']);
    const lossAfterOne = (status: string) =>
      result.trials
        .filter((trial) => trial.status === status)
        .map(({ rungs }) => rungs[0]?.validationLoss ?? Number.NaN);
    expect(Math.max(...lossAfterOne('done'))).toBeLessThan(Math.min(...lossAfterOne('stopped')));
    for (const { id } of result.trials.filter(({ status }) => status === 'stopped')) {
      expect(JSON.parse(folder.read(`runs/halved/trials/${id}/training/progress.json`)).epoch).toBe(1);
    }
    const best = result.trials.find(({ id }) => id === result.best);
    expect(best?.validationLoss).toBe(
      Math.min(
        ...result.trials.filter(({ status }) => status === 'done').map((trial) => trial.validationLoss ?? Infinity),
      ),
    );

    const words = best?.command.split(' ').slice(3) ?? [];
    const alone = await experimentHere(folder, [...words, 'runs=alone', 'results=out']);
    expect(alone.code, alone.stderr).toBe(0);
    const own = folder.files('alone').find((name) => name.endsWith('checkpoint/weights.safetensors')) ?? '';
    expect(readFileSync(folder.at('runs/halved/trials', best?.id ?? '', 'checkpoint/weights.safetensors'))).toEqual(
      readFileSync(folder.at('alone', own)),
    );

    const answers = () =>
      folder.files('runs/halved/tasks').map((name) => [name, statSync(folder.at('runs/halved/tasks', name)).mtimeMs]);
    const before = answers();
    expect((await sweep(folder, ['sweeps/halved.yaml'])).stdout).toBe(first.stdout);
    expect(answers()).toEqual(before);
  });

  it.runIf(sendsSignals)(
    'loses none but its own trial with a process that is killed, stops at Ctrl-C and goes on with the same command',
    async () => {
      const folder = folderWithSweep('broken', three, long);
      /** The process that trains it. */
      const processOf = async (trial: string): Promise<number> => {
        const [lock = '', training = ''] = ['.lock', 'progress.jsonl'].map(
          (name) => `runs/broken/trials/${trial}/${name}`,
        );
        const holder = () => (folder.has(lock) ? Number(/"process":(\d+)/.exec(folder.read(lock))?.[1] ?? 0) : 0);
        await until(() => folder.has(training) && holder() !== 0, 300);
        return holder();
      };
      const { child, ended } = startSweep(folder, ['sweeps/broken.yaml']);
      process.kill(await processOf('units-6'), 'SIGKILL');
      await processOf('units-8');
      child.kill('SIGINT');
      expect(await ended).toMatchObject({
        code: 130,
        stderr: expect.stringMatching(
          /^units-6: its process ended with signal SIGKILL\nStopping; [^\n]*\nStopped after 2 of 3 trials\. .*\[stopped-sweep\]\n$/,
        ),
      });
      expect(sweepResult(folder, 'broken').trials.map(({ status }) => status)).toEqual(['done', 'failed', 'running']);
      expect(await sweep(folder, ['sweeps/broken.yaml'])).toMatchObject({ code: 0, stderr: '' });
      const unbroken = folderWithSweep('unbroken', three, long);
      expect((await sweep(unbroken, ['sweeps/unbroken.yaml'])).code).toBe(0);
      expect(findings(sweepResult(folder, 'broken'))).toEqual(findings(sweepResult(unbroken, 'unbroken')));
    },
  );

  it('does not begin while another command publishes under its name, whatever its folder of runs', async () => {
    const folder = folderWithSweep('named', three);
    const other = await lockRun(folder.at('public/results/.named.lock'));
    const { code, stderr } = await sweep(folder, ['sweeps/named.yaml', 'runs=elsewhere']);
    await other.release();
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Another command, process \d+, is working on .*named/)]);
    expect(folder.has('elsewhere')).toBe(false);
    expect(folder.has('public/results')).toBe(false);
  });

  it('counts a trial that diverges as failed, and ends with code 1 when all do', async () => {
    const folder = folderWithSweep('diverging', { parameters: { 'train.optimizer.learningRate': [1e12, 1e13] } });
    const { code, stderr } = await sweep(folder, ['sweeps/diverging.yaml']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^2 trials failed\. The first: Training diverged .*\[sweep-failed\]\n$/),
    });
    expect(sweepResult(folder, 'diverging')).toMatchObject({
      best: null,
      trials: [{ status: 'failed' }, { status: 'failed' }],
    });
  });
});
