/**
 * Where a training holds its parameters and slots: in the engine, as one program with its update, or, where that is quicker,
 * in memory of its own, to which the engine writes the gradients (one-pass.ts).
 */
import { type Engine, runAll, sizeOf, valueNamed, type Workload } from '../models/program.ts';
import type { HeldTraining } from './held.ts';
import { openOnePass } from './one-pass.ts';
import { type TrainingStep, trainingProgram } from './training-program.ts';

export async function openHeld(engine: Engine, step: TrainingStep, workload: Workload): Promise<HeldTraining> {
  const { inPlace } = engine;
  const program = trainingProgram(step);
  const numbers = Object.values(program.state).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const inOnePass =
    inPlace !== undefined && numbers >= inPlace.from ? await openOnePass(inPlace, step, workload) : null;
  if (inOnePass !== null) return inOnePass;
  const executable = await engine.compile(program, { ...workload, repeated: true });
  return {
    get stepsAtOnce() {
      return executable.runsAtOnce ?? 1;
    },
    async train(steps) {
      const all = steps.map(({ inputs, scalars }) => ({ ...inputs, ...asInputs(scalars) }));
      const outputs = await runAll(executable, all);
      const number = (values: (typeof outputs)[number], name: string) => valueNamed(values, name)[0] ?? Number.NaN;
      return outputs.map((values) => ({ loss: number(values, 'loss'), gradientNorm: number(values, 'gradientNorm') }));
    },
    read: executable.readState,
    write: executable.writeState,
    release: executable.release,
  };
}

const asInputs = (scalars: Readonly<Record<string, number>>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
