import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../../runner/engines/engines.ts';
import { onnxEngine } from '../../../../runner/engines/onnx/engine.ts';
import { trainedThrough } from '../../../../runner/experiment/gpu-check/interruption.ts';
import { deviationsOf, measureDevice, numbersOf } from '../../../../runner/experiment/gpu-check/measure-device.ts';
import { wrongNumbers } from '../../../../runner/experiment/gpu-check/report.ts';
import type { Engine } from '../../../../runner/models/program.ts';
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
    const times = training.flatMap(({ tokensPerSecond, masks, inputs, stops }) => [
      tokensPerSecond,
      masks,
      inputs,
      stops,
    ]);
    for (const speed of [reading, sampling, ...times]) expect(speed).toBeGreaterThan(0);
  });

  it('stops when it is asked to within an epoch, and goes on from its folder to the same weights', async () => {
    const architecture = { cell: 'gru', layers: 1, units: 6, embedding: 4, vocabulary: 9 } as const;
    const engine = onnxEngine(1, 'cuda', { provider: 'cpu' });
    const whole = await trainedThrough(engine, architecture, false);
    const stopped = await trainedThrough(engine, architecture, true);
    expect(whole.stoppedAt).toBeNull();
    expect(stopped.stoppedAt).toBe(4);
    expect(stopped.weights).toEqual(whole.weights);
  });

  it('is found out when it forgets its state where it is taken up again', async () => {
    const cpu = onnxEngine(1);
    // The optimizer's slots come back as zeros.
    const forgetful: Engine = {
      ...cpu,
      async compile(program, workload) {
        const executable = await cpu.compile(program, workload);
        return {
          ...executable,
          writeState: (name, data) => executable.writeState(name, name.startsWith('mean ') ? data.map(() => 0) : data),
        };
      },
    };
    expect(wrongNumbers(await deviationsOf(forgetful)).join()).toMatch(/trainings that are resumed deviate by/);
  });

  it('is found out when it rounds its products to 10 bits', async () => {
    const wrong = wrongNumbers({ ...(await numbersOf(tf32)), resumed: 0 });
    expect(wrong[0]).toMatch(/^products \(TF32 is on\) deviate by 2.4e-4$/);
    expect(wrong.join()).toContain('recorded components deviate');
  });
});
