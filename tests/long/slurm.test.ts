import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, experiment, startCommand, until, type WorkFolder } from '../cli/command.ts';
import { findings, folderWithSweep, sweepResult } from '../cli/sweep.ts';
import { folderWith, untested } from '../cli/texts.ts';
import { startSlurm, type TestSlurm, whyNoSlurm } from '../slurm.ts';

const missing = whyNoSlurm();

/** The tasks of each array, in the order in which the arrays were submitted. */
const arraysIn = (folder: WorkFolder, tasks: string): string[][] =>
  folder
    .files(tasks)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .map((name) => folder.read(`${tasks}/${name}`).trim().split('\n'))
    .map((lines) => lines.map((line) => basename(line, '.task.json')));

describe.skipIf(missing !== null)(`a cluster (${missing ?? 'a real Slurm, started here'})`, () => {
  let cluster: TestSlurm;
  beforeAll(async () => {
    cluster = await startSlurm();
  }, 120_000);
  afterAll(() => cluster.stop());

  const eight = {
    parameters: {
      'model.units': [4, 8],
      // A step of this length cannot end well.
      'train.optimizer.learningRate': [1e-3, 2e-3, 4e-3, 1e12],
    },
    slurm: { memory: '400M', time: '10min', tries: 3 },
  };

  it('completes an array of eight: two diverge, one crashes once, one is requeued, and the node is restarted', {
    timeout: 900_000,
  }, async () => {
    const crash = 'if [ "$SLURM_ARRAY_TASK_ID" = 2 ] && [ ! -e crashed ]; then touch crashed; exit 9; fi';
    const folder = folderWithSweep('eight', { ...eight, slurm: { ...eight.slurm, setup: [crash] } }, { epochs: 40 });
    const { ended } = startCommand(
      folder,
      'sweep',
      ['sweeps/eight.yaml', 'executor=slurm', 'runs=there', 'results=out/there'],
      cluster.env,
    );
    const tasks = 'there/eight/tasks';
    const requeued = 'units-8+learningRate-0.004@end';
    await until(() => folder.has(`there/eight/trials/${requeued.replace('@end', '')}/progress.jsonl`), 600);
    const logs = folder.files(tasks).join('\n');
    const job = `${/^slurm-(\d+)_/m.exec(logs)?.[1]}_${arraysIn(folder, tasks)[0]?.indexOf(requeued)}`;
    await cluster.restartNode();
    cluster.scontrol('requeue', job);
    // A requeued task waits two minutes, unless somebody says otherwise.
    await setTimeout(3000);
    cluster.scontrol('update', `JobId=${job}`, 'StartTime=now');
    const there = await ended;
    expect(there.code, there.stderr).toBe(0);
    expect(there.stderr).toMatch(/submitted again/);

    const here = await command(folder, 'sweep', ['sweeps/eight.yaml', 'runs=here', 'results=out/here', 'parallel=2']);
    expect(here.code, here.stderr).toBe(0);
    const result = sweepResult(folder, 'eight', 'out/there');
    expect(result.trials.map(({ status }) => status).sort()).toEqual([...Array(6).fill('done'), 'failed', 'failed']);
    expect(findings(result)).toEqual(findings(sweepResult(folder, 'eight', 'out/here')));
    for (const { id } of result.trials.filter(({ status }) => status === 'done')) {
      const weights = (runs: string) =>
        readFileSync(folder.at(runs, 'eight/trials', id, 'checkpoint/weights.safetensors'));
      expect(weights('there'), id).toEqual(weights('here'));
    }
    const [all, ...again] = arraysIn(folder, tasks);
    expect(again).toEqual([[all?.[2]]]);
  });

  it('is followed again by the same command after that was killed, and nothing is submitted twice', {
    timeout: 600_000,
  }, async () => {
    const folder = folderWithSweep('again', eight, { epochs: 60 });
    const words = ['sweeps/again.yaml', 'executor=slurm'];
    const first = startCommand(folder, 'sweep', words, cluster.env);
    await until(() => cluster.squeue() !== '', 300);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await command(folder, 'sweep', words, cluster.env);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/^Slurm still has \d tasks from before\.$/m);
    expect(arraysIn(folder, 'runs/again/tasks')).toHaveLength(1);
    expect(sweepResult(folder, 'again').trials).toHaveLength(8);
  });

  it('cancels its jobs at Ctrl-C where that is asked for', { timeout: 300_000 }, async () => {
    const folder = folderWithSweep(
      'cancelled',
      { ...eight, slurm: { ...eight.slurm, cancel: true } },
      { epochs: 5000 },
    );
    const { child, ended } = startCommand(folder, 'sweep', ['sweeps/cancelled.yaml', 'executor=slurm'], cluster.env);
    await until(() => cluster.squeue() !== '', 300);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/^Cancelled job \d+\.$/m);
    await until(() => cluster.squeue() === '', 120);
  });

  it('runs one experiment, to the same weights as this machine', { timeout: 300_000 }, async () => {
    const folder = folderWith({ one: { ...untested, slurm: { memory: '400M' } } });
    const there = await command(
      folder,
      'experiment',
      ['one.yaml', 'executor=slurm', 'runs=there', 'results=out/there'],
      cluster.env,
    );
    expect(there.code, there.stderr).toBe(0);
    const here = await experiment(folder, ['one.yaml', 'runs=here', 'results=out/here']);
    const weights = (runs: string) => readFileSync(folder.at(runs, 'one/checkpoint/weights.safetensors'));
    expect(weights('there')).toEqual(weights('here'));
    expect(there.stdout.replaceAll('there', 'here')).toBe(here.stdout);
  });
});
