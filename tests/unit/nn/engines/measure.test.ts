import { afterEach, expect, it, vi } from 'vitest';
import { checkNumbers, expectedLosses, smallTraining, speedOf } from '../../../../runner/nn/engines/measure.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import type { Operations } from '../../../../runner/nn/models/operations.ts';
import type { Engine, Executable } from '../../../../runner/nn/models/program.ts';
import { trainingEngines } from './every-engine.ts';
import { listening } from './listening.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

// Quick and rounded, as NVIDIA's libraries are by default: simulated, for no GPU is needed to be wrong.
const exact = onnxEngine();
/** An engine with its products as TF32 makes them: of factors that are rounded to 10 bits after the point. */
const tf32: Engine = {
  ...exact,
  compile: (program) => exact.compile({ ...program, build: (ops, values) => program.build(rounding(ops), values) }),
};

function rounding<T>(ops: Operations<T>): Operations<T> {
  // Veltkamp's splitting: of the 24 bits of single precision 11 are left, the first one included.
  const rounded = (x: T): T => {
    const large = ops.mul(x, ops.scalar(2 ** 13 + 1));
    return ops.sub(large, ops.sub(large, x));
  };
  return { ...ops, matmul: (a, b, options) => ops.matmul(rounded(a), rounded(b), options) };
}

it('checkNumbers knows the losses of the reference engine', async () => {
  const losses: number[] = [];
  await checkNumbers(listening((_program, _inputs, { loss }) => loss?.[0] && losses.push(loss[0])));
  expect(losses).toHaveLength(expectedLosses.length);
  for (const [i, expected] of expectedLosses.entries()) expect(losses[i]).toBeCloseTo(expected, 5);
});

it('checkNumbers refuses products of 10 bits', async () => {
  await expect(checkNumbers(tf32)).rejects.toThrow(/Its products deviate by 2.4e-4/);
});

it('checkNumbers accepts them where they are wanted: the losses of a small training do not show them', async () => {
  vi.stubEnv('NVIDIA_TF32_OVERRIDE', '1');
  await checkNumbers(tf32);
});

it('speedOf counts the tokens of as many steps as go into a loop', async () => {
  const groups: number[] = [];
  const step = { loss: Float32Array.of(1), gradientNorm: Float32Array.of(1) };
  const executable: Executable = {
    run: async () => step,
    runsAtOnce: 40,
    runMany: async (all) => {
      groups.push(all.length);
      return all.map(() => step);
    },
    readState: async () => new Float32Array(0),
    writeState: async () => {},
    release: async () => {},
  };
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    clock += 100;
    return clock;
  });
  const engine = { name: 'reference', device: 'cpu', compile: async () => executable } as const;
  // The clock is read when it starts, after each loop, and once for the division: 40 steps of 512 tokens in 0.2 s.
  expect(await speedOf(engine, smallTraining, 0)).toBe((40 * 512) / 0.2);
  expect(groups).toEqual([1, 40]);
});

// What computes in JavaScript takes seconds.
const others = trainingEngines.filter(({ engine }) => engine !== 'reference' && engine !== 'plain');
it.each(others)('$name gives the numbers that it should, and trains', async ({ open }) => {
  const engine = await open();
  await checkNumbers(engine);
  expect(await speedOf(engine, { ...smallTraining, batch: 2, steps: 2 }, 0)).toBeGreaterThan(0);
});
