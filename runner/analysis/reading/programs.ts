/** Reading programs, compiled when they are first needed and kept for what comes after. */
import type { Engine } from '../../nn/models/program.ts';
import {
  isOfCells,
  operationsPerToken,
  type Readable,
  type ReadingOptions,
  readingProgram,
  type Weights,
} from '../../nn/models/reading.ts';
import type { StreamProgram } from './read-group.ts';

export interface Network<A extends Readable = Readable> {
  architecture: A;
  weights: Weights;
}

/** Programs kept at once, of small networks and of large ones: each has all weights in it. */
const mostPrograms = 3;
const mostBytes = 1.5e9;

export interface Programs {
  /** @param streams segments that the program reads side by side. */
  for(network: Network<Readable>, streams: number, options: ReadingOptions): Promise<StreamProgram>;
  release(): Promise<void>;
}

/** Those that were used last are kept. */
export function keptPrograms(engine: Engine): Programs {
  /** The one used last stands last. */
  let kept: (StreamProgram & { key: string })[] = [];
  return {
    async for({ architecture, weights }, streams, options) {
      const key = JSON.stringify([isOfCells(architecture) && architecture.embedding, streams, options]);
      let program = kept.find((each) => each.key === key);
      kept = kept.filter((each) => each !== program);
      if (program === undefined) {
        // Four bytes a parameter, of two operations each.
        const room = Math.min(mostPrograms, Math.floor(mostBytes / (2 * operationsPerToken(architecture))));
        while (kept.length >= Math.max(1, room)) await kept.shift()?.executable.release();
        const executable = await engine.compile(readingProgram(architecture, weights, streams, options), {
          operations: streams * operationsPerToken(architecture),
          // What a whole network carries is copied at every run; in a loop it stays. That of cells is small, and its runs are quick.
          repeated: !isOfCells(architecture),
        });
        program = { key, streams, executable };
      }
      kept.push(program);
      return program;
    },
    async release() {
      const all = kept;
      kept = [];
      for (const { executable } of all) await executable.release();
    },
  };
}
