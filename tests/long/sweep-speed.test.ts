import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { findings, folderWithSweep, sweep, sweepResult } from '../cli/sweep.ts';

/** On a machine that does nothing else. */
it.skipIf(availableParallelism() < 2)(
  'forty small experiments two at a time have at least 1.7 times the throughput of one at a time, and the same findings',
  { timeout: 3_600_000 },
  async () => {
    const forty = {
      search: 'random',
      trials: 40,
      parameters: {
        'model.units': [16, 24, 32],
        'train.optimizer.learningRate': { from: 1e-3, to: 1e-2, scale: 'log' },
        seed: [0, 1],
      },
    };
    const folder = folderWithSweep('forty', forty, { epochs: 30 });
    const seconds = async (parallel: number): Promise<number> => {
      const began = performance.now();
      const words = [`parallel=${parallel}`, `runs=runs-${parallel}`, `results=out-${parallel}`];
      const { code, stderr } = await sweep(folder, ['sweeps/forty.yaml', ...words]);
      expect(code, stderr).toBe(0);
      return (performance.now() - began) / 1000;
    };
    const one = await seconds(1);
    const two = await seconds(2);
    console.log(
      `40 experiments: ${one.toFixed(1)} s one at a time, ${two.toFixed(1)} s two at a time: ${(one / two).toFixed(2)} times.`,
    );
    expect(findings(sweepResult(folder, 'forty', 'out-2'))).toEqual(findings(sweepResult(folder, 'forty', 'out-1')));
    expect(one / two).toBeGreaterThanOrEqual(1.7);
  },
);
