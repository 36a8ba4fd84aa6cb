/** The reference engine, of which each run is heard. */
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Engine, Executable, Program } from '../../../../runner/nn/models/program.ts';

type Run = Executable['run'];

export const listening = (
  hear: (program: Program, inputs: Parameters<Run>[0], outputs: Awaited<ReturnType<Run>>) => void,
): Engine => ({
  ...referenceEngine,
  async compile(program) {
    const executable = await referenceEngine.compile(program);
    return {
      ...executable,
      async run(inputs) {
        const outputs = await executable.run(inputs);
        hear(program, inputs, outputs);
        return outputs;
      },
    };
  },
});
