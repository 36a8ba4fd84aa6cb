/**
 * A program that runs in a thread of its own. The Node binding (1.30) holds the thread that asks for a run until it is over, so that
 * programs of one thread wait for one another, and all else that it has to do waits too.
 */
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { inThread, newStop } from '../../../core/pool.ts';
import { sharedFloats } from '../../../core/shared-memory.ts';
import { type Executable, mapValues, sizeOf } from '../../models/program.ts';
import type { ExecutableTask, RunOrState, StateOrError } from './executable-worker.ts';

/** @returns what one run gives is overwritten by the next. @throws as ONNX Runtime does. */
export async function executableInThread({
  program: { inputs, state },
  ...compiled
}: Omit<ExecutableTask, 'results' | 'port'>): Promise<Executable> {
  const { port1, port2 } = new MessageChannel();
  const results = mapValues(compiled.graph.outputs, (shape) => sharedFloats(sizeOf(shape)));
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const ended = inThread<ExecutableTask, void, 'open'>(
    new URL('./executable-worker.ts', import.meta.url),
    { ...compiled, program: { inputs, state }, results, port: port2 },
    () => resolve(),
    newStop(),
    [port2, compiled.model.buffer as ArrayBuffer],
  );
  await Promise.race([opened, ended]);
  const ask = async (question: RunOrState): Promise<Float32Array> => {
    port1.postMessage(question);
    const [answer]: StateOrError[] = await Promise.race([once(port1, 'message'), ended.then(() => [])]);
    if (answer === undefined || 'error' in answer) throw new Error(answer?.error);
    return answer.data ?? new Float32Array();
  };
  return {
    async run(given) {
      await ask({ inputs: given });
      return results;
    },
    readState: (name) => ask({ state: name }),
    async writeState(name, data) {
      await ask({ state: name, data });
    },
    async release() {
      port1.close();
      await ended;
    },
  };
}
