import { describe, expect, it } from 'vitest';
import {
  checkLosses,
  expectedLosses,
  productDeviation,
  singlePrecision,
  speedOf,
  type Work,
} from '../../../../runner/nn/engines/measure.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Engine, Executable, Program, Workload } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { everyEngine } from './every-engine.ts';
import { listening } from './listening.ts';
import { tf32 } from './tf32.ts';

describe('checkLosses', () => {
  it('knows the losses of the reference engine', async () => {
    const losses: number[] = [];
    await checkLosses(listening((_program, _inputs, outputs) => losses.push(outputs.loss?.[0] ?? NaN)));
    expect(losses).toHaveLength(expectedLosses.length);
    expectedLosses.forEach((expected, i) => {
      expect(losses[i]).toBeCloseTo(expected, 5);
    });
  });

  it('refuses an engine that gives wrong numbers', async () => {
    await expect(checkLosses(fake(() => ({ ...step(), loss: Float32Array.of(7) })))).rejects.toThrow(
      /a loss of 7 instead of 7.6/,
    );
  });
});

describe('productDeviation', () => {
  it('finds products of 10 bits, which the losses of a small training do not show', async () => {
    await checkLosses(tf32);
    const deviation = await productDeviation(tf32);
    expect(deviation).toBeCloseTo(2 ** -12, 5);
    expect(deviation).toBeGreaterThan(singlePrecision);
  });

  it.each(everyEngine)('is nothing on $name', async ({ open }) => {
    expect(await productDeviation(await open())).toBeLessThan(singlePrecision);
  });
});

/** Compiles nothing and answers as given. */
function fake(
  answer: () => Record<string, Float32Array>,
  more: Partial<Executable> = {},
  heard: (program: Program, workload: Workload | undefined) => void = () => {},
): Engine {
  return {
    ...referenceEngine,
    async compile(program, workload) {
      heard(program, workload);
      return {
        run: async () => answer(),
        readState: async () => new Float32Array(0),
        writeState: async () => {},
        release: async () => {},
        ...more,
      };
    },
  };
}

/** What a training's step gives. */
const step = () => ({ loss: Float32Array.of(1), gradientNorm: Float32Array.of(1) });

const architecture = { cell: 'gru', layers: 1, units: 12, embedding: 6, vocabulary: 40 } as const;
const training = {
  job: 'training',
  architecture,
  objective: 'last',
  batch: 5,
  steps: 7,
  dropout: 0.4,
  optimizer: { name: 'adam' },
} as const;
/** As little as a machine can be asked for. */
const small = { ...training, batch: 2, steps: 2 };
const reading: Work = { job: 'reading', architecture, streams: 3 };

async function compiled(work: Work): Promise<Program> {
  const heard: Program[] = [];
  await speedOf(
    fake(step, {}, (program) => heard.push(program)),
    work,
    0,
    () => 0,
  );
  const [program] = heard;
  if (program === undefined) throw new Error('nothing was compiled');
  return program;
}

describe('speedOf', () => {
  it("compiles the training at the experiment's own sizes, as one that is repeated, so that loops are measured as loops", async () => {
    const heard: { program: Program; workload: Workload | undefined }[] = [];
    const engine = fake(step, {}, (program, workload) => heard.push({ program, workload }));
    await speedOf(engine, training, 0, () => 0);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.workload).toMatchObject({ sequence: 21, repeated: true });
    expect(heard[0]?.workload?.operations).toBeGreaterThan(0);
    expect(heard[0]?.program.inputs).toMatchObject({ tokens: { shape: [35] }, targets: { shape: [5] } });
  });

  it("measures with the experiment's dropout masks and its optimizer's slots", async () => {
    const { inputs, state } = await compiled(training);
    // The vectors of 35 tokens, and the hidden states of the five that predict.
    expect(inputs['mask.0']).toEqual({ shape: [35, 6], type: 'uint8' });
    expect(inputs['mask.1']).toEqual({ shape: [5, 12], type: 'uint8' });
    const parameters = Object.keys(parametersOf(architecture));
    expect(Object.keys(state)).toHaveLength(3 * parameters.length);
    const plain = await compiled({ ...training, dropout: 0, optimizer: { name: 'sgd' } });
    expect(Object.keys(plain.inputs)).toEqual(['tokens', 'targets', 'rate']);
    expect(Object.keys(plain.state)).toEqual(parameters);
  });

  it('counts the tokens of as many runs as go into a loop', async () => {
    const groups: number[] = [];
    const engine = fake(step, {
      runsAtOnce: 40,
      runMany: async (all) => {
        groups.push(all.length);
        return all.map(step);
      },
    });
    let clock = 0;
    const now = () => {
      clock += 100;
      return clock;
    };
    // The clock is read when it starts, after each loop, and once for the division: 40 runs of 35 tokens in 0.2 s.
    expect(await speedOf(engine, training, 0, now)).toBe((40 * 35) / 0.2);
    expect(groups).toEqual([1, 40]);
  });

  it.each(everyEngine)('trains and reads on $name', async ({ open }) => {
    const engine = await open();
    const now = () => performance.now();
    expect(await speedOf(engine, small, 0, now)).toBeGreaterThan(0);
    expect(await speedOf(engine, { ...small, objective: 'every' }, 0, now)).toBeGreaterThan(0);
    expect(await speedOf(engine, reading, 0, now)).toBeGreaterThan(0);
    expect(await speedOf(engine, { job: 'profiling', neurons: 12, width: 40 }, 0, now)).toBeGreaterThan(0);
  });
});
