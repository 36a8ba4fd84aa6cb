/** How long neurons remember, as a program asks. */

import { readJoins } from '../analysis/reading/read-joins.ts';
import { fewestJoins, joinsOf, usualHalves } from '../analysis/stats/joins.ts';
import { memoryOf, type NeuronMemory } from '../analysis/stats/memory.ts';
import { InputError } from '../core/errors.ts';
import { counted, pluralOf } from '../core/format.ts';
import { stretches } from '../core/reverse-segments.ts';
import { recordedNames } from '../nn/models/reading.ts';
import type { OpenNetwork } from './network.ts';
import type { Texts } from './tasks.ts';
import { checkArrays } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

export interface MemoryOptions extends Watching {
  /** Which array: `hidden.1`, `cell.1`, ... */
  array: string;
  /** Joins of two texts at most, from 64 on: more narrow the intervals, and take as much longer; absent: 256. */
  joins?: number;
  /** Tokens from the first behind a join, at which it is told how much is left; absent: 8, 32 and 64. */
  distances?: readonly number[];
}

export interface Memories {
  /** Of two texts. */
  joins: number;
  /** Read before and behind each join. */
  tokens: number;
  /** Whether every join is of two documents; else of far places of one text. */
  acrossDocuments: boolean;
  /** [neurons] */
  neurons: NeuronMemory[];
}

/** @throws InputError where there is no such array, or the text has room for fewer than 64 joins. */
export async function memoriesOf(
  network: OpenNetwork,
  given: Texts,
  { array, joins: most = 256, distances = [8, 32, 64], onProgress, signal }: MemoryOptions = {} as MemoryOptions,
): Promise<Memories> {
  const documentStarts: number[] = [];
  const tokens: number[] = [];
  for (const text of [given].flat()) {
    documentStarts.push(tokens.length);
    for (const id of network.encode(text).ids) tokens.push(id);
  }
  const ids = Int32Array.from(tokens);
  const segments = stretches(documentStarts, ids.length);
  const names = recordedNames(network.model.architecture);
  checkArrays(array, names);
  const joins = joinsOf({ segments, documentStarts }, { most, halves: usualHalves });
  if (joins === null) {
    const text = `${counted(ids.length, 'token')} in ${counted(segments.length, 'document')}`;
    const what = `${text} ${pluralOf(ids.length, 'has', 'have')} no room for ${fewestJoins} joins of two texts`;
    throw new InputError('text-too-short-to-join', { what });
  }
  const task = { ids, segments, joins, array, onProgress, pause: pauseOf({ signal }) };
  const neurons = memoryOf(await readJoins(network.runner, task), distances);
  return { joins: joins.positions.length, tokens: joins.half, acrossDocuments: joins.acrossDocuments, neurons };
}
