/**
 * What a model did at every token of a text that it read or wrote, by component and layer: in a file (recording-file.ts)
 * or in memory. It is written token by token, [tokens, units], and read neuron by neuron, at the tokens of a view.
 */
import { sharedFloats } from '../../core/shared-memory.ts';
import type { View } from '../stats/view.ts';

export interface Recording {
  /**
   * An array `<component>.<layer>`, such as `hidden.1`, neuron by neuron, in memory that threads share. As long as somebody holds what
   * was read, who asks for the same is given it again.
   * @param view the tokens that are wanted, each once; absent: all.
   * @returns [units] each [tokens of the view].
   * @throws RangeError when there is no such array, or the view goes beyond the text.
   */
  at(name: string, view?: View): Promise<Float32Array[]>;
}

/**
 * @param shapeOf tokens and units of an array.
 * @param read gives the rows of an array, in their order, as far as they are wanted.
 */
export function recordingOf(
  shapeOf: (name: string) => Pick<NeuronMajorTask, 'tokens' | 'units'>,
  read: (name: string, into: Pick<NeuronMajor, 'end' | 'put'>) => Promise<void>,
): Recording {
  let known: { name: string; view: View | undefined; memory: WeakRef<ArrayBufferLike> }[] = [];
  return {
    async at(name, view) {
      const shape = shapeOf(name);
      known = known.filter(({ memory }) => memory.deref() !== undefined);
      const same = known.find((each) => each.name === name && isSame(each.view, view))?.memory.deref();
      if (same !== undefined) return neuronMajor({ ...shape, view, into: new Float32Array(same) }).neurons;
      const into = sharedFloats(shape.units * (view?.positions.length ?? shape.tokens));
      const { neurons, ...rows } = neuronMajor({ ...shape, view, into });
      await read(name, rows);
      known.push({ name, view, memory: new WeakRef(into.buffer) });
      return neurons;
    },
  };
}

const isSame = (a: View | undefined, b: View | undefined): boolean =>
  a?.positions.length === b?.positions.length && (a?.positions.every((token, t) => token === b?.positions[t]) ?? true);

/** Arrays by name, each [tokens, units], that are in memory. @param widthOf the units of each. */
export function recordingInMemory(
  arrays: ReadonlyMap<string, Float32Array>,
  widthOf: (name: string) => number,
): Recording {
  const rowsOf = (name: string): Float32Array => {
    const rows = arrays.get(name);
    if (rows === undefined) throw new RangeError(`the recording has no array "${name}"`);
    return rows;
  };
  return recordingOf(
    (name) => ({ tokens: rowsOf(name).length / widthOf(name), units: widthOf(name) }),
    async (name, { put }) => put(0, rowsOf(name)),
  );
}

/** Rows [tokens, units] neuron by neuron. */
export function neuronsOf(rows: Float32Array, units: number): Float32Array[] {
  const { neurons, put } = neuronMajor({ tokens: rows.length / units, units });
  put(0, rows);
  return neurons;
}

/** What comes in rows of tokens, laid down neuron by neuron. */
export interface NeuronMajor {
  /** [units] each [tokens of the view]; complete when all rows have come. */
  neurons: Float32Array[];
  /** No row of this token, or of one behind it, is wanted. */
  end: number;
  /** Takes rows [rows, units], beginning at token `start`; those outside the view are passed over. */
  put(start: number, rows: Float32Array): void;
}

export interface NeuronMajorTask {
  tokens: number;
  units: number;
  /** As that of `Recording.at`. */
  view?: Pick<View, 'positions'> | undefined;
  /** Is filled and handed back in pieces, [units x tokens of the view]; absent: new memory. */
  into?: Float32Array | undefined;
}

/** @throws RangeError when the view goes beyond the text, `into` has another size, or the text has no whole rows. */
export function neuronMajor({ tokens, units, view, into }: NeuronMajorTask): NeuronMajor {
  if (!Number.isInteger(tokens)) throw new RangeError(`recording: ${tokens * units} numbers are no rows of ${units}`);
  const wanted = view?.positions.length ?? tokens;
  const memory = into ?? new Float32Array(units * wanted);
  if (memory.length !== units * wanted) {
    throw new RangeError(`recording: ${memory.length} numbers cannot hold ${units} neurons at ${wanted} tokens`);
  }
  const { placeOf, end } = placesOf(tokens, view);
  return {
    neurons: Array.from({ length: units }, (_, unit) => memory.subarray(unit * wanted, (unit + 1) * wanted)),
    end,
    put(start, rows) {
      const places = placeOf.subarray(start, start + rows.length / units);
      if (places.length * units !== rows.length) throw new RangeError('recording: there are rows beyond the text');
      turn(rows, places, memory);
    },
  };
}

/** So many rows and neurons at a time stay in the processor's cache while they are turned. */
const turnedAtOnce = { rows: 256, units: 32 } as const;

/**
 * Puts rows [rows, units] into neurons [units, wanted].
 * @param places [rows] Where each row stands among the wanted ones; -1 where it is not.
 */
function turn(rows: Float32Array, places: Int32Array, neurons: Float32Array): void {
  const units = rows.length / places.length;
  for (let unit = 0; unit < units; unit += turnedAtOnce.units) {
    for (let row = 0; row < places.length; row += turnedAtOnce.rows) turnBlock(rows, places, neurons, { unit, row });
  }
}

function turnBlock(
  rows: Float32Array,
  places: Int32Array,
  neurons: Float32Array,
  first: { unit: number; row: number },
): void {
  const units = rows.length / places.length;
  const wanted = neurons.length / units;
  const lastUnit = Math.min(units, first.unit + turnedAtOnce.units);
  const lastRow = Math.min(places.length, first.row + turnedAtOnce.rows);
  for (let unit = first.unit; unit < lastUnit; unit++) {
    for (let row = first.row; row < lastRow; row++) {
      const place = places[row];
      const value = rows[row * units + unit];
      if (place === undefined || value === undefined) throw new RangeError('recording: a row is not whole');
      if (place >= 0) neurons[unit * wanted + place] = value;
    }
  }
}

/** [tokens] Where each stands in the view; -1 where it is not wanted. And the first behind all that are wanted. */
function placesOf(tokens: number, view: NeuronMajorTask['view']): { placeOf: Int32Array; end: number } {
  if (view === undefined) return { placeOf: Int32Array.from({ length: tokens }, (_, t) => t), end: tokens };
  const placeOf = new Int32Array(tokens).fill(-1);
  let end = 0;
  view.positions.forEach((position, place) => {
    if (placeOf[position] !== -1) {
      throw new RangeError(`recording: token ${position} of ${tokens} is not there, or is asked for twice`);
    }
    placeOf[position] = place;
    end = Math.max(end, position + 1);
  });
  return { placeOf, end };
}
