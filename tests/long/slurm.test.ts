import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiment, startExperiment, until, workFolder } from '../cli/command.ts';
import { findings, folderWithSweep, startSweep, sweep, sweepResult } from '../cli/sweep.ts';
import { manifest, prose } from '../cli/texts.ts';
import { startSlurm, type TestSlurm, whyNoSlurm } from '../slurm.ts';

const missing = whyNoSlurm();

/** Tasks with the names of their jobs, as the executor keeps them. */
const jobsOf = (text: string): Record<string, { job: string; tries: number }> => JSON.parse(text).tasks;

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
    const { ended } = startSweep(
      folder,
      ['sweeps/eight.yaml', 'executor=slurm', 'runs=there', 'results=out/there'],
      cluster.env,
    );
    const state = 'there/eight/tasks/slurm.json';
    const requeued = 'units-8+learningRate-0.004@end';
    await until(() => folder.has(state) && jobsOf(folder.read(state))[requeued] !== undefined, 300);
    const { job } = jobsOf(folder.read(state))[requeued] ?? { job: '' };
    await until(() => folder.has(`there/eight/trials/${requeued.replace('@end', '')}/progress.jsonl`), 600);
    await cluster.restartNode();
    cluster.scontrol('requeue', job);
    // A requeued task waits two minutes, unless somebody says otherwise.
    await setTimeout(3000);
    cluster.scontrol('update', `JobId=${job}`, 'StartTime=now');
    const there = await ended;
    expect(there.code, there.stderr).toBe(0);
    expect(there.stderr).toMatch(/submitted again/);

    const here = await sweep(folder, ['sweeps/eight.yaml', 'runs=here', 'results=out/here', 'parallel=2']);
    expect(here.code, here.stderr).toBe(0);
    const result = sweepResult(folder, 'eight', 'out/there');
    expect(result.trials.map(({ status }) => status).sort()).toEqual([...Array(6).fill('done'), 'failed', 'failed']);
    expect(findings(result)).toEqual(findings(sweepResult(folder, 'eight', 'out/here')));
    for (const { id } of result.trials.filter(({ status }) => status === 'done')) {
      const weights = (runs: string) =>
        readFileSync(folder.at(runs, 'eight/trials', id, 'checkpoint/weights.safetensors'));
      expect(weights('there'), id).toEqual(weights('here'));
    }
    const tries = Object.values(jobsOf(folder.read(state))).map((each) => each.tries);
    expect(tries.filter((count) => count > 1)).toEqual([2]);
  });

  it('is followed again by the same command after that was killed, and nothing is submitted twice', {
    timeout: 600_000,
  }, async () => {
    const folder = folderWithSweep('again', eight, { epochs: 60 });
    const words = ['sweeps/again.yaml', 'executor=slurm'];
    const state = 'runs/again/tasks/slurm.json';
    const first = startSweep(folder, words, cluster.env);
    await until(() => folder.has(state) && Object.keys(jobsOf(folder.read(state))).length === 8, 300);
    const before = folder.read(state);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await sweep(folder, words, cluster.env);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/^Slurm still has \d tasks from before\.$/m);
    expect(folder.read(state)).toBe(before);
    expect(sweepResult(folder, 'again').trials).toHaveLength(8);
  });

  it('cancels its jobs at Ctrl-C where that is asked for', { timeout: 300_000 }, async () => {
    const folder = folderWithSweep(
      'cancelled',
      { ...eight, slurm: { ...eight.slurm, cancel: true } },
      { epochs: 5000 },
    );
    const { child, ended } = startSweep(folder, ['sweeps/cancelled.yaml', 'executor=slurm'], cluster.env);
    const state = 'runs/cancelled/tasks/slurm.json';
    await until(() => folder.has(state) && Object.keys(jobsOf(folder.read(state))).length === 8, 300);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/^Cancelled job \d+\.$/m);
    await until(() => cluster.squeue() === '', 120);
  });

  it('runs one experiment, to the same weights as this machine', { timeout: 300_000 }, async () => {
    const folder = workFolder();
    folder.write('text.txt', prose(400));
    folder.write('one.yaml', manifest({ evidence: 'none', atlas: 'none', slurm: { memory: '400M' } }));
    const there = await startExperiment(
      folder,
      ['one.yaml', 'executor=slurm', 'runs=there', 'results=out/there'],
      cluster.env,
    ).ended;
    expect(there.code, there.stderr).toBe(0);
    const here = await experiment(folder, ['one.yaml', 'runs=here', 'results=out/here']);
    const weights = (runs: string) => readFileSync(folder.at(runs, 'one/checkpoint/weights.safetensors'));
    expect(weights('there')).toEqual(weights('here'));
    expect(there.stdout.replaceAll('there', 'here')).toBe(here.stdout);
  });
});
