/** Reading a text with a model that is open. */
import type { Segment, StateArrays } from '../analysis/reading/read-group.ts';
import { subword, withSpaces } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { counted, shownValue } from '../core/format.ts';
import { stretches } from '../core/reverse-segments.ts';
import { sizeOf } from '../nn/models/program.ts';
import { type Readable, readerOf, readNames, recordedNames, stateShapes, widthOf } from '../nn/models/reading.ts';
import { type EncodedText, isList, type OpenNetwork, type TextOrIds } from './network.ts';
import { checkNames, interventionsOf, type PatchOptions } from './patch.ts';
import { notRecorded, type ReadingParts, TextReading } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

/** The state of a model after a token, by the names of its arrays. */
export type ModelState = Readonly<Record<string, ArrayLike<number>>>;

export interface ReadOptions extends PatchOptions, Watching {
  /**
   * What is read first, and is not in the reading, as `observe.before` of a manifest; a reading that this one continues; or the
   * state to begin with, all arrays of it by name, as `reading.lastState()` gives them: `{ 'hidden.1': h0, 'cell.1': c0 }`.
   * With `segment`, before every segment. Absent: the zero state.
   */
  before?: TextOrIds | TextReading | ModelState;
  /** Whether the reading has logits, [tokens, vocabulary]. */
  logits?: boolean;
  /**
   * Names of the arrays that the reading has, of `model.names` or `embedding`, the vectors that its tokens are read as; absent: all of
   * `model.names`. Of a large network these take much memory.
   */
  record?: readonly string[];
  /**
   * Tokens that are read at a time, each stretch from the same state, side by side: many times as fast for long texts, and
   * what experiments do (`observe.segment`). Absent: one stream.
   */
  segment?: number;
}

const optionsOfReading = [
  'clamp',
  'patch',
  'before',
  'logits',
  'record',
  'segment',
  'signal',
  'onProgress',
] as const satisfies (keyof ReadOptions)[];

export async function readText(network: OpenNetwork, text: TextOrIds, options: ReadOptions): Promise<ReadingParts> {
  checkNames(Object.keys(options), optionsOfReading, 'Reading has no option');
  const { architecture } = network.model;
  const names = readNames(architecture);
  const { before, logits = false, segment, record = recordedNames(architecture) } = options;
  const encoded = network.encode(text);
  const { length } = encoded.ids;
  if (length === 0) throw new InputError('nothing-to-read', { what: 'The text that was given has no token to read' });
  const initial = await initialState(network, before);
  const unknown = record.find((name) => !names.includes(name));
  if (unknown !== undefined) throw notRecorded(unknown, names);
  const { decoderReads } = readerOf(architecture);
  // Logits are made of an array that need not stay.
  const taken = logits ? [...new Set([...record, decoderReads])] : record;
  const arrays = new Map(taken.map((name) => [name, new Float32Array(length * widthOf(architecture, name))]));
  const segments = segmentsOf(length, segment);
  let state: StateArrays = {};
  const { nll } = await network.runner.read({
    ids: encoded.ids,
    segments,
    record: taken,
    interventions: interventionsOf(options, readerOf(architecture), { tokens: length, backward: encoded.backward }),
    sink: {
      async write(name, start, rows) {
        arrays.get(name)?.set(rows, start * widthOf(architecture, name));
      },
    },
    ended(index, after) {
      if (index === segments.length - 1) state = after;
    },
    ...(initial !== null && { initial: () => initial }),
    onProgress: (tokens) => options.onProgress?.(tokens / length),
    pause: pauseOf(options),
  });
  return partsOf(network, encoded, { nll, arrays, logits, state, kept: record });
}

/** @param kept names of the arrays that it is to have. */
export async function partsOf(
  network: OpenNetwork,
  encoded: EncodedText,
  read: Pick<ReadingParts, 'nll' | 'arrays' | 'state'> & { logits: boolean; kept: readonly string[] },
): Promise<ReadingParts> {
  const { model } = network;
  const { logits, kept, nll, arrays, state } = read;
  const { decoderReads } = readerOf(model.architecture);
  return {
    network,
    ...encoded,
    nll,
    state,
    // Characters that several pieces make up stand at the last one.
    tokens: model.unit === subword ? withSpaces(encoded.tokens, subword) : encoded.tokens,
    arrays: new Map([...arrays].filter(([name]) => kept.includes(name))),
    logits: logits ? await network.logits(arrays.get(decoderReads) ?? new Float32Array()) : null,
  };
}

/** Null: the zero state. */
export async function initialState(network: OpenNetwork, before: ReadOptions['before']): Promise<StateArrays | null> {
  if (before === undefined) return null;
  const { architecture } = network.model;
  if (isState(before)) return stateOf(architecture, before);
  if (!(before instanceof TextReading)) return network.runner.stateAfter(network.encodeBefore(before));
  const names = readNames(architecture);
  const state = before.lastState();
  const fits = (name: string) => names.includes(name) && before.component(name).width === widthOf(architecture, name);
  const continues = Object.entries(stateShapes(architecture, 1)).every(
    ([name, shape]) => state[name]?.length === sizeOf(shape),
  );
  if (before.names.every(fits) && continues) return state;
  throw new InputError('not-in-reading', { what: 'The reading before is one of another model' });
}

const isState = (before: NonNullable<ReadOptions['before']>): before is ModelState =>
  typeof before === 'object' &&
  before !== null &&
  !isList(before) &&
  Object.getPrototypeOf(before) === Object.prototype;

/** @throws InputError for an array that is missing, is no part of the state, has another length, or is not of finite numbers. */
function stateOf(architecture: Readable, before: ModelState): StateArrays {
  const lengths = new Map(Object.entries(stateShapes(architecture, 1)).map(([name, shape]) => [name, sizeOf(shape)]));
  const fix = `Give { ${[...lengths].map(([name, length]) => `'${name}': [${length} numbers]`).join(', ')} }`;
  const refused = (what: string) =>
    new InputError('not-in-reading', { what: `The state before the text ${what}`, fix });
  const unknown = Object.keys(before).find((name) => !lengths.has(name));
  if (unknown !== undefined) throw refused(`has no array ${shownValue(unknown)}`);
  const state = [...lengths].map(([name, length]): [string, Float32Array] => {
    const values = before[name];
    if (values === undefined) throw refused(`lacks ${name}`);
    if (!isList(values) || values.length !== length)
      throw refused(`has ${isList(values) ? counted(values.length, 'number') : shownValue(values)} for ${name}`);
    const array = Float32Array.from(values);
    if (!array.every(Number.isFinite)) throw refused(`has a value in ${name} that is no finite number`);
    return [name, array];
  });
  return Object.fromEntries(state);
}

/** Of equal length, but the last. */
function segmentsOf(tokens: number, length = tokens): Segment[] {
  if (!(Number.isInteger(length) && length >= 1)) {
    const fix = 'Give a whole number from 1, or leave segment out';
    throw new InputError('not-in-reading', { what: `A segment of ${length} tokens cannot be read`, fix });
  }
  const starts = Array.from({ length: Math.ceil(tokens / length) }, (_, index) => index * length);
  return stretches(starts, tokens);
}
