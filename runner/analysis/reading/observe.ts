/**
 * Reads a text with a model once, one token at a time: every component of every layer, or some arrays neuron by neuron. Segments of
 * equal length are read side by side, each from the same state. Who reads several times opens a runner.
 */
import { type Stacking, type Units, unitsOfArray } from '../../nn/models/architecture.ts';
import { type Engine, valueNamed } from '../../nn/models/program.ts';
import { isOfCells, type Readable, readerOf, recordedArrays, widthOf } from '../../nn/models/reading.ts';
import type { View } from '../stats/view.ts';
import type { Network } from './programs.ts';
import type { ReadTask, RecordingSink } from './read-group.ts';
import { neuronMajor } from './recording.ts';
import { withRunner } from './runner.ts';

export type { ReadTask, RecordingSink, Segment } from './read-group.ts';

export interface ObserveTask extends ReadTask {
  engine: Engine;
  checkpoint: Network<Readable>;
  /** Token ids that are read first, and after which every segment begins; absent: in the state before any text. */
  before?: Int32Array;
}

/** As `read` of a runner that is open for this one reading. */
export const observe = ({ engine, checkpoint, before, ...task }: ObserveTask): Promise<{ nll: Float32Array }> =>
  withRunner(engine, checkpoint, before, (runner) => runner.read(task));

/** A sink that keeps everything in memory: arrays [tokens, units] by name. */
export function memorySink(
  tokens: number,
  units: Units | Stacking,
): RecordingSink & { arrays: Map<string, Float32Array> } {
  const stacking = typeof units === 'object' && 'units' in units ? units : { units };
  const arrays = new Map<string, Float32Array>();
  return {
    arrays,
    async write(name, start, rows) {
      const width = unitsOfArray(stacking, name);
      const array = arrays.get(name) ?? new Float32Array(tokens * width);
      array.set(rows, start * width);
      arrays.set(name, array);
    },
  };
}

export interface NeuronsTask
  extends Omit<ObserveTask, 'sink' | 'record' | 'predict' | 'initial' | 'ended' | 'interventions'> {
  arrays: readonly string[];
  view: Pick<View, 'positions'>;
  /** Filled and handed back in pieces, [units of all arrays x tokens of the view]; absent: new memory. */
  into?: Float32Array;
}

/** Segments read side by side: without the decoder, memory allows more of them. */
const mostStreams = 256;

/** @returns [units of all arrays] each [tokens of the view]. */
export async function observeNeurons({ arrays, view, into, ...task }: NeuronsTask): Promise<Float32Array[]> {
  const { architecture } = task.checkpoint;
  const tokens = task.ids.length;
  const wanted = view.positions.length;
  const memory = into ?? new Float32Array(unitsOfAll(architecture, arrays) * wanted);
  let from = 0;
  const turned = arrays.map((array) => {
    const units = widthOf(architecture, array);
    const own = memory.subarray(from * wanted, (from + units) * wanted);
    from += units;
    return [array, neuronMajor({ tokens, units, view, into: own })] as const;
  });
  const byArray = new Map(turned);
  const sink = {
    write: async (name: string, start: number, rows: Float32Array) => byArray.get(name)?.put(start, rows),
  };
  const checkpoint = lowerLayers(task.checkpoint, arrays);
  await observe({ streams: mostStreams, ...task, checkpoint, sink, record: arrays, predict: 'nothing' });
  return turned.flatMap(([, { neurons }]) => neurons);
}

export const unitsOfAll = (network: Readable, arrays: readonly string[]): number =>
  arrays.reduce((sum, array) => sum + widthOf(network, array), 0);

/**
 * A network as far up as the arrays stand that are wanted: what stands above changes nothing in them, and is most of the work. To
 * read with where nothing is predicted; its state has its own layers alone.
 * @param arrays at least one.
 * @returns of cells the same: theirs are few.
 */
export function lowerLayers(network: Network<Readable>, arrays: readonly string[]): Network<Readable> {
  const { architecture, weights } = network;
  if (isOfCells(architecture)) return network;
  const wanted = recordedArrays(architecture).filter(({ name }) => arrays.includes(name));
  const layers = wanted.reduce((most, { layer }) => Math.max(most, layer), 0);
  if (layers === 0 || layers === architecture.layers) return network;
  const lower = { ...architecture, layers };
  const names = Object.keys(readerOf(lower).parameters.step);
  return { architecture: lower, weights: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])) };
}
