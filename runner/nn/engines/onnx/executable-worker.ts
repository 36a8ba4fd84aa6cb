/** A thread that runs one program as it is asked to (executable-thread.ts), until it is let go. */
import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { InferenceSession } from 'onnxruntime-node';
import { threadTask } from '../../../core/pool.ts';
import { free } from '../../../core/release-memory.ts';
import { type Program, valueNamed } from '../../models/program.ts';
import type { CompiledGraph, Inputs } from './compiled-graph.ts';
import { executable } from './executable.ts';

export interface ExecutableTask {
  model: Uint8Array;
  options: InferenceSession.SessionOptions;
  program: Pick<Program, 'inputs' | 'state'>;
  graph: Omit<CompiledGraph, 'model'>;
  /** What each run gives, by name; both threads see it. */
  results: Readonly<Record<string, Float32Array>>;
  /** Takes one question after the other; closed at the end. */
  port: MessagePort;
}

/** A run, or a state that is read or written. */
export type RunOrState = { inputs: Inputs } | { state: string; data?: Float32Array };

export type StateOrError = { data?: Float32Array } | { error: string };

export default threadTask<ExecutableTask, void, 'open'>(
  async ({ model, options, port, results, ...compiled }, { tell }) => {
    const own = executable(await InferenceSession.create(model, options), compiled.program, compiled.graph, null);
    // The session has its own.
    free(model);
    const answer = async (question: RunOrState): Promise<StateOrError> => {
      if ('state' in question) {
        const { state, data } = question;
        if (data === undefined) return { data: await own.readState(state) };
        await own.writeState(state, data);
        return {};
      }
      for (const [name, values] of Object.entries(await own.run(question.inputs))) {
        valueNamed(results, name).set(values);
        if (values instanceof Float32Array) free(values);
      }
      return {};
    };
    let before = Promise.resolve();
    port.on('message', (question: RunOrState) => {
      before = before.then(async () => {
        port.postMessage(await answer(question).catch((error: Error): StateOrError => ({ error: error.message })));
      });
    });
    tell('open');
    await once(port, 'close');
    await own.release();
  },
);
