import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { command, startCommand } from '../cli/command.ts';
import { findings, folderWithSweep, sweepResult } from '../cli/sweep.ts';

const twelve = {
  parameters: { 'model.units': [4, 8, 12], 'train.optimizer.learningRate': [1e-3, 3e-3], seed: [0, 1] },
  halving: { epochs: [2, 6, 18], keep: 0.5 },
  parallel: 2,
};

it('a sweep that is killed at ten random moments loses no trial, does none twice, and ends with the same best', {
  timeout: 1_800_000,
}, async () => {
  const folder = folderWithSweep('twelve', twelve);
  const tasks = 'runs/twelve/tasks';
  const answers = () =>
    folder
      .files(tasks)
      .filter((name) => name.endsWith('.answer.json'))
      .map((name) => [name, statSync(folder.at(tasks, name)).mtimeMs] as const);
  const written = new Map<string, number>();
  const draw = random(13);
  for (let kill = 0; kill < 10; kill++) {
    const { child, ended } = startCommand(folder, 'sweep', ['sweeps/twelve.yaml']);
    await Promise.race([setTimeout(500 + 6000 * draw.uniform()), ended]);
    child.kill('SIGKILL');
    await ended;
    for (const [name, time] of answers()) {
      expect(written.get(name) ?? time, name).toBe(time);
      written.set(name, time);
    }
  }
  const last = await command(folder, 'sweep', ['sweeps/twelve.yaml']);
  expect(last.code, last.stderr).toBe(0);
  for (const [name, time] of answers()) expect(written.get(name) ?? time, name).toBe(time);

  const unbroken = folderWithSweep('twelve', twelve);
  const whole = await command(unbroken, 'sweep', ['sweeps/twelve.yaml', 'parallel=1']);
  expect(whole.code, whole.stderr).toBe(0);
  expect(findings(sweepResult(folder, 'twelve'))).toEqual(findings(sweepResult(unbroken, 'twelve')));
  expect(sweepResult(folder, 'twelve').trials).toHaveLength(12);
});
