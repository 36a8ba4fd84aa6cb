/**
 * Continues a prompt, one drawn token after the other, carrying the state (nothing is read twice), and records every
 * component of every layer on the way.
 */
import { InputError } from '../errors.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import { operationsPerToken, readingProgram, recordedNames, recordedOutput } from '../models/reading.ts';
import type { Random } from '../random.ts';

export interface SampleTask {
  engine: Engine;
  checkpoint: Pick<Checkpoint, 'architecture' | 'weights'>;
  /** Token ids to begin with, at least one. */
  prompt: Int32Array;
  /** Tokens to draw after the prompt. */
  length: number;
  /** Logits are divided by it; 0 always takes the most likely token. */
  temperature: number;
  /** Ids that are never drawn (<unk>). */
  never: readonly number[];
  random: Random;
  onProgress?(tokensDone: number): void;
  pause?(): Promise<void>;
}

export interface Sample {
  /** The prompt's ids and the drawn ones, [tokens]. */
  ids: Int32Array;
  /** Every component by name, [tokens, units]: the value after that token was read. */
  arrays: Map<string, Float32Array>;
  /** nll[t] is the cross-entropy of token t+1 under the model itself (temperature 1), nats: [tokens - 1]. */
  nll: Float32Array;
}

/** @throws InputError when the prompt is empty, or no token may be drawn. */
export async function sample(task: SampleTask): Promise<Sample> {
  const { engine, checkpoint, prompt, length, temperature, never, random } = task;
  if (prompt.length === 0) {
    throw new InputError({ what: 'The prompt is empty', fix: 'Give at least one token in sample.prompt' });
  }
  if (checkpoint.architecture.vocabulary <= never.length) {
    throw new InputError({ what: 'There is nothing to draw', why: 'the vocabulary holds no token but <unk>' });
  }
  const { units } = checkpoint.architecture;
  const total = prompt.length + length;
  const ids = new Int32Array(total);
  ids.set(prompt);
  const arrays = new Map(recordedNames(checkpoint.architecture).map((name) => [name, new Float32Array(total * units)]));
  const nll = new Float32Array(Math.max(0, total - 1));
  const executable = await engine.compile(readingProgram(checkpoint.architecture, checkpoint.weights, 1, 'logits'), {
    operations: operationsPerToken(checkpoint.architecture),
  });
  try {
    for (let t = 0; t < total; t++) {
      const outputs = await executable.run({ token: ids.slice(t, t + 1) });
      for (const [name, array] of arrays) array.set(outputs[recordedOutput(name)] ?? [], t * units);
      const logits = outputs.logits ?? new Float32Array(0);
      if (t + 1 >= prompt.length && t + 1 < total) ids[t + 1] = draw(logits, temperature, never, random);
      if (t + 1 < total) nll[t] = crossEntropy(logits, ids[t + 1] ?? 0);
      task.onProgress?.(t + 1);
      await task.pause?.();
    }
  } finally {
    await executable.release();
  }
  return { ids, arrays, nll };
}

/** An index drawn with probability softmax(logits / temperature), never one of `never`. */
export function draw(logits: ArrayLike<number>, temperature: number, never: readonly number[], random: Random): number {
  let best = -1;
  for (let id = 0; id < logits.length; id++) {
    if (best >= 0 && !((logits[id] as number) > (logits[best] as number))) continue;
    if (!never.includes(id)) best = id;
  }
  if (temperature === 0) return best;
  const largest = logits[best] as number;
  const weights = new Float64Array(logits.length);
  let sum = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = Math.exp(((logits[id] as number) - largest) / temperature);
    weights[id] = weight;
    sum += weight;
  }
  for (const id of never) {
    sum -= weights[id] ?? 0;
    weights[id] = 0;
  }
  let rest = random.uniform() * sum;
  for (let id = 0; id < weights.length; id++) {
    rest -= weights[id] as number;
    if (rest < 0) return id;
  }
  // Rounding used up the sum a little early.
  return best;
}

function crossEntropy(logits: ArrayLike<number>, target: number): number {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) largest = Math.max(largest, logits[id] as number);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] as number) - largest);
  return largest + Math.log(sum) - (logits[target] as number);
}
