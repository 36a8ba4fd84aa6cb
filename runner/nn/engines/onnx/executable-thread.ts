/**
 * A program that runs in a thread of its own. The Node binding (1.30) holds the thread that asks for a run until it is over, so that
 * programs of one thread wait for one another, and all else that it has to do waits too.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
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
  const ask = asking(port1, ended);
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

/**
 * Asks the thread, which answers in the order of the questions. Its end is waited for once, not at each question: that would keep
 * every answer for as long as the thread lives.
 * @param ended fulfilled or rejected when the thread has ended: so are the questions that it left open, and those after.
 */
function asking(port: MessagePort, ended: Promise<void>): (question: RunOrState) => Promise<Float32Array> {
  const open: PromiseWithResolvers<StateOrError>[] = [];
  let end: Error | null = null;
  const close = (error: Error): void => {
    end = error;
    for (const { reject } of open.splice(0)) reject(error);
  };
  port.on('message', (answer: StateOrError) => open.shift()?.resolve(answer));
  ended.then(() => close(new Error('The thread of the program has ended')), close);
  return async (question) => {
    if (end !== null) throw end;
    const asked = Promise.withResolvers<StateOrError>();
    open.push(asked);
    port.postMessage(question);
    const answer = await asked.promise;
    if ('error' in answer) throw new Error(answer.error);
    return answer.data ?? new Float32Array();
  };
}
