/**
 * Continues a prompt, one drawn token after the other, carrying the state (nothing is read twice), and records every
 * component of every layer on the way; or tells what is expected next.
 */
import { InputError } from '../../core/errors.ts';
import { type Random, random } from '../../core/random.ts';
import { checkInterventions, type Intervention, intervened } from '../../nn/models/intervention.ts';
import { type Engine, type Executable, valueNamed } from '../../nn/models/program.ts';
import {
  firstState,
  operationsPerToken,
  type Readable,
  type ReadingOptions,
  readerOf,
  readingProgram,
  recordedNames,
  recordedOutput,
  widthOf,
} from '../../nn/models/reading.ts';
import { interventionFeeds } from './interventions.ts';
import type { Network } from './programs.ts';

export interface SamplingTask {
  /** Token ids to begin with, at least one. */
  prompt: Int32Array;
  /** Tokens to draw after the prompt. */
  length: number;
  /** Logits are divided by it; 0 always takes the most likely token. */
  temperature: number;
  /** Ids that are never drawn (<unk>). */
  never: readonly number[];
  random: Random;
  /** Neurons that are set to given values from the prompt's first token on; `segment` is left out. */
  interventions?: readonly Omit<Intervention, 'segment'>[];
  /** State before the prompt's first token, by name (`hidden.1`, `cell.1`, ...); absent: that before any text. */
  initial?: Readonly<Record<string, Float32Array>>;
  onProgress?(tokensDone: number): void;
  pause?(): Promise<void>;
}

/** `pause` lets timers and signals run between steps; throws to stop. */
export interface SampleTask extends SamplingTask {
  engine: Engine;
  checkpoint: Network<Readable>;
}

export interface Sample {
  /** The prompt's ids and the drawn ones, [tokens]. */
  ids: Int32Array;
  /** Every component by name, [tokens, units]: the value after that token was read. */
  arrays: Map<string, Float32Array>;
  /** nll[t] is the cross-entropy of token t+1 under the model itself (temperature 1), nats: [tokens - 1]. */
  nll: Float32Array;
  /** The state after the last token, by name. */
  state: Record<string, Float32Array>;
}

/**
 * Compiles for this one text; who writes several opens a reader.
 * @throws InputError when the prompt is empty, no token may be drawn, or a neuron to set does not exist.
 */
export async function sample({ engine, checkpoint, ...task }: SampleTask): Promise<Sample> {
  const { architecture, weights } = checkpoint;
  checkSampling(architecture, task);
  const program = readingProgram(architecture, weights, 1, samplingOptions(architecture, task));
  const executable = await engine.compile(program, { operations: operationsPerToken(architecture) });
  try {
    return await sampleWith(executable, architecture, task);
  } finally {
    await executable.release();
  }
}

/** @throws as `sample`. */
export function checkSampling(
  architecture: Readable,
  { prompt, never, interventions = [] }: Pick<SamplingTask, 'prompt' | 'never' | 'interventions'>,
): void {
  if (prompt.length === 0)
    throw new InputError('prompt-empty', { what: 'The prompt is empty', fix: 'Give at least one token to begin with' });
  if (architecture.vocabulary <= never.length) {
    throw new InputError('nothing-to-draw', { what: 'There is nothing to draw' });
  }
  checkInterventions(readerOf(architecture), interventions);
}

const isTempered = ({ temperature }: Pick<SamplingTask, 'temperature'>): boolean =>
  temperature !== 0 && temperature !== 1;

export const samplingOptions = (
  architecture: Readable,
  task: Pick<SamplingTask, 'temperature' | 'interventions'>,
): ReadingOptions => ({
  predict: isTempered(task) ? 'tempered' : 'next',
  record: recordedNames(architecture),
  intervened: intervened(task.interventions ?? []),
});

/** Writes with a program that was compiled with the options of such a task. */
export async function sampleWith(executable: Executable, architecture: Readable, task: SamplingTask): Promise<Sample> {
  const { prompt, length, temperature, never, random, interventions = [], initial } = task;
  const total = prompt.length + length;
  const ids = new Int32Array(total);
  ids.set(prompt);
  const arrays = new Map(
    recordedNames(architecture).map((name) => [name, new Float32Array(total * widthOf(architecture, name))]),
  );
  const nll = new Float32Array(Math.max(0, total - 1));
  const scale: Record<string, Float32Array> = isTempered(task)
    ? { inverseTemperature: Float32Array.of(1 / temperature) }
    : {};
  const feeds = interventionFeeds(interventions, [{ index: 0, start: 0 }], 1, (name) => widthOf(architecture, name));
  await feeds.begin(executable);
  const first = initial ?? firstState(architecture, 1);
  const carried = Object.keys(firstState(architecture, 1));
  for (const name of carried) await executable.writeState(name, valueNamed(first, name));
  for (let t = 0; t < total; t++) {
    const outputs = await executable.run({ token: ids.slice(t, t + 1), ...scale, ...feeds.at(t) });
    for (const [name, array] of arrays)
      array.set(valueNamed(outputs, recordedOutput(name)), t * widthOf(architecture, name));
    const likelihood = valueNamed(outputs, 'likelihood');
    if (t + 1 >= prompt.length && t + 1 < total) {
      const probabilities = outputs.tempered ?? likelihood;
      ids[t + 1] = temperature === 0 ? mostLikely(likelihood, never) : draw(probabilities, never, random);
    }
    const next = ids[t + 1];
    if (next !== undefined) nll[t] = -Math.log(Math.max(probabilityOf(likelihood, next), smallest));
    task.onProgress?.(t + 1);
    await task.pause?.();
  }
  const state: Record<string, Float32Array> = {};
  for (const name of carried) state[name] = await executable.readState(name);
  return { ids, arrays, nll, state };
}

/** The smallest normal number of single precision: below it the logarithm would be infinite. */
const smallest = 1.2e-38;

function probabilityOf(probabilities: ArrayLike<number>, id: number): number {
  const probability = probabilities[id];
  if (probability === undefined) throw new RangeError(`sample: there is no token ${id} of ${probabilities.length}`);
  return probability;
}

/** An index drawn with these probabilities, but never one of `never`, whose share goes to the others. */
export function draw(probabilities: ArrayLike<number>, never: readonly number[], random: Random): number {
  const forbidden = never.reduce((sum, id) => sum + probabilityOf(probabilities, id), 0);
  let rest = random.uniform() * (1 - forbidden);
  let from = 0;
  for (const end of [...[...never].sort((a, b) => a - b), probabilities.length]) {
    for (let id = from; id < end; id++) {
      rest -= probabilityOf(probabilities, id);
      // Not at 0, or an impossible token could be drawn when the random number is 0.
      if (rest < 0) return id;
    }
    from = end + 1;
  }
  // Single precision sums to a little less than 1.
  return mostLikely(probabilities, never);
}

/** The index of the largest probability that may be drawn; of equal ones the first. */
export function mostLikely(probabilities: ArrayLike<number>, never: readonly number[]): number {
  let best = -1;
  for (let id = 0; id < probabilities.length; id++) {
    if (best >= 0 && !(probabilityOf(probabilities, id) > probabilityOf(probabilities, best))) continue;
    if (!never.includes(id)) best = id;
  }
  return best;
}

/** Apart from the random numbers of other uses of the same seed. */
const samplingStream = 0x73616d70;

/** The same seed draws the same text, in the runner and on the page. */
export const samplingRandom = (seed: number): Random => random(seed, samplingStream);
