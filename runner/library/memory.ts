/** How long neurons remember, as a program asks. */

import { readJoins } from '../analysis/reading/read-joins.ts';
import { fewestJoins, type JoinedText, joinsOf, usualHalves } from '../analysis/stats/joins.ts';
import { memoryOf, type NeuronMemory } from '../analysis/stats/memory.ts';
import { InputError } from '../core/errors.ts';
import { counted, pluralOf } from '../core/words.ts';
import { recordedNames } from '../nn/models/reading.ts';
import type { OpenNetwork } from './network.ts';
import type { Texts } from './tasks.ts';

export interface MemoryOptions {
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
  { array, joins: most = 256, distances = [8, 32, 64] }: MemoryOptions,
): Promise<Memories> {
  const text = oneAfterAnother([given].flat().map((each) => network.encode(each).ids));
  const names = recordedNames(network.model.architecture);
  if (!names.includes(array)) {
    throw new InputError('not-in-reading', {
      what: `A reading of this model has no "${array}"`,
      fix: `Choose one of ${names.join(', ')}`,
    });
  }
  const joins = joinsOf(text, { most, halves: usualHalves });
  if (joins === null) {
    throw new InputError('text-too-short-to-join', {
      what: `${counted(text.ids.length, 'token')} in ${counted(text.segments.length, 'document')} ${pluralOf(text.ids.length, 'has', 'have')} no room for ${fewestJoins} joins of two texts`,
    });
  }
  const { ids, segments } = text;
  const neurons = memoryOf(await readJoins(network.runner, { ids, segments, joins, array }), distances);
  return { joins: joins.positions.length, tokens: joins.half, acrossDocuments: joins.acrossDocuments, neurons };
}

function oneAfterAnother(documents: readonly Int32Array[]): JoinedText & { ids: Int32Array } {
  const segments: [number, number][] = [];
  let end = 0;
  for (const { length } of documents) {
    segments.push([end, length]);
    end += length;
  }
  const ids = new Int32Array(end);
  documents.forEach((own, document) => {
    ids.set(own, segments[document]?.[0]);
  });
  return { ids, segments, documentStarts: segments.map(([start]) => start) };
}
