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
const long = { epochs: 25 };

/** What three trials find that nobody stops; the first who asks waits for it. */
let unbroken: Promise<ReturnType<typeof findings>> | null = null;
async function foundUnbroken(): Promise<ReturnType<typeof findings>> {
  const folder = folderWithSweep('unbroken', three, long);
  expect((await sweep(folder, ['sweeps/unbroken.yaml', 'parallel=2'])).code).toBe(0);
  return findings(sweepResult(folder, 'unbroken'));
}

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

  it.runIf(sendsSignals)('stops at Ctrl-C, says so, and goes on with the same command', async () => {
    const folder = folderWithSweep('stopped', three, long);
    const { child, ended } = startSweep(folder, ['sweeps/stopped.yaml']);
    await until(() => folder.files('runs/stopped/tasks').some((name) => name.endsWith('.answer.json')), 300);
    await until(() => folder.has('runs/stopped/trials/units-6/progress.jsonl'), 300);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: expect.stringMatching(/^Stopped after \d of 3 trials\. .*\[stopped-sweep\]\n$/),
    });
    const second = await sweep(folder, ['sweeps/stopped.yaml']);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    unbroken ??= foundUnbroken();
    expect(findings(sweepResult(folder, 'stopped'))).toEqual(await unbroken);
  });

  it.runIf(sendsSignals)(
    'keeps a process for many trials, and one that is killed takes down its own trial alone',
    async () => {
      const folder = folderWithSweep('killed', three, long);
      const processOf = async (trial: string): Promise<number> => {
        const [lock, training] = ['.lock', 'progress.jsonl'].map((name) => `runs/killed/trials/${trial}/${name}`);
        await until(() => folder.has(training ?? '') && folder.has(lock ?? ''), 300);
        return JSON.parse(folder.read(lock ?? '')).process;
      };
      const { ended } = startSweep(folder, ['sweeps/killed.yaml']);
      const first = await processOf('units-4');
      process.kill(first, 'SIGKILL');
      const second = await processOf('units-6');
      expect(second).not.toBe(first);
      const third = await processOf('units-8');
      expect(third).toBe(second);
      process.kill(third, 'SIGKILL');
      const { code, stderr } = await ended;
      // The first had done no other trial, which could have been to blame.
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'units-4: its process ended with signal SIGKILL\n' });
      expect(sweepResult(folder, 'killed').trials.map(({ status }) => status)).toEqual(['failed', 'done', 'done']);
      expect(folder.read('runs/killed/tasks/units-8@end.log')).toBe(
        'The process ended with signal SIGKILL; the task begins again in a new one.\n',
      );

      const again = await sweep(folder, ['sweeps/killed.yaml']);
      expect(again).toMatchObject({ code: 0, stderr: '' });
      unbroken ??= foundUnbroken();
      expect(findings(sweepResult(folder, 'killed'))).toEqual(await unbroken);
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
    const { code, stderr } = await sweep(folder, ['sweeps/diverging.yaml', 'parallel=2']);
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
