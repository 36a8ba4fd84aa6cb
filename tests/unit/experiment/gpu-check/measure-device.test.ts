import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../../runner/engines/engines.ts';
import { deviationsOf, measureDevice } from '../../../../runner/experiment/gpu-check/measure-device.ts';
import { wrongNumbers } from '../../../../runner/experiment/gpu-check/report.ts';
import { tf32 } from '../../engines/tf32.ts';

describe('a device that is looked at', () => {
  it('has right numbers on the CPU, of every cell, and a training that is taken up again is the same bit for bit', async () => {
    const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' });
    const { deviations, training, reading, sampling } = await measureDevice(
      engine,
      true,
      () => performance.now(),
      async () => 812,
    );
    expect(wrongNumbers(deviations)).toEqual([]);
    expect(deviations.resumed).toBe(0);
    expect(Object.keys(deviations.recorded)).toEqual(
      expect.arrayContaining(['lstm forget', 'gru update', 'rnn preactivation']),
    );
    expect(training.map(({ size }) => size)).toEqual(['128 units']);
    expect(training[0]?.memory.map(({ step, gpuMegabytes }) => [step, gpuMegabytes])).toEqual([
      [2, 812],
      [4, 812],
    ]);
    for (const speed of [reading, sampling, ...training.map((each) => each.tokensPerSecond)])
      expect(speed).toBeGreaterThan(0);
  });

  it('is found out when it rounds its products to 10 bits', async () => {
    const wrong = wrongNumbers(await deviationsOf(tf32));
    expect(wrong[0]).toMatch(/^products \(TF32 is on\) deviate by 2.4e-4$/);
    expect(wrong.join()).toContain('recorded components deviate');
  });
});
