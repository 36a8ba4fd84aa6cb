/** What is recorded of a text in memory. */
import { memorySink, type ObserveTask, observe } from '../../../../runner/analysis/reading/observe.ts';
import type { Network } from '../../../../runner/analysis/reading/programs.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';

type Task = Omit<ObserveTask, 'sink' | 'segments' | 'checkpoint'> & { checkpoint: Network<Architecture> };

/** Every array, and the losses. @param task absent segments: the whole text is one. */
export async function recordedOf(task: Task & Partial<Pick<ObserveTask, 'segments'>>) {
  const tokens = task.ids.length;
  const sink = memorySink(tokens, task.checkpoint.architecture);
  const { nll } = await observe({ segments: [[0, tokens]], ...task, sink });
  return { nll, arrays: sink.arrays };
}

/** An engine that tells what it compiles, by the programs' names, what of it is not released yet, and how often it runs. */
export function counting(engine: Engine) {
  const told = { compiled: [] as string[], open: [] as string[], runs: 0 };
  const counted: Engine = {
    ...engine,
    async compile(program, workload) {
      const executable = await engine.compile(program, workload);
      told.compiled.push(program.name);
      told.open.push(program.name);
      return {
        ...executable,
        run(inputs) {
          told.runs++;
          return executable.run(inputs);
        },
        async release() {
          told.open.splice(told.open.indexOf(program.name), 1);
          await executable.release();
        },
      };
    },
  };
  return { engine: counted, told };
}
