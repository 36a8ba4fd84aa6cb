/**
 * The whole observed text, as an atlas holds it: how every neuron answers to tokens of a kind there. Its
 * files are fetched when they are first needed.
 */

import { arraysOf, type SearchText, searchTextOf, typeTable } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { item } from '../../../runner/core/at.ts';
import { effectOfTypes } from '../../words/atlas/search.ts';
import { besideOf, bytesOf, jsonOf, remembered } from '../fetched.ts';
import { matchInThread } from '../matching.ts';
import { faultOf } from '../pattern.ts';

/** An area for each neuron, and what it is over. */
export interface Areas {
  /** [N] AUC. */
  areas: Float64Array;
  atlas: Atlas;
  /** Chosen tokens, and all that they are compared with. */
  counted: { tokens: number; of: number };
}

export interface WholeText {
  /** @param activation of a neuron at a chosen position. */
  /**
   * @param pattern a regular expression for a whole token.
   * @returns null where the atlas ranks no types, or none that matches.
   */
  pattern(pattern: string): Promise<Areas | null>;
}

/** @param index the address of `atlas.<component>.<layer>.json`. */
export function wholeText(index: string): WholeText {
  const beside = (path: string): string => besideOf(index, path);
  const atlas = remembered(() => jsonOf<Atlas>(index));
  const tokens = remembered(async () => {
    const { vocabulary } = await atlas();
    return jsonOf<string[]>(beside(vocabulary.path));
  });
  const text = remembered(async () => {
    const { search } = await atlas();
    return search ? searchTextOf(await bytesOf(beside(search.text.path)), search) : null;
  });
  const sumsOn = remembered(async ({ path, first, count }: Atlas['shards'][number], neurons: number) => ({
    ...{ first, count },
    ...arraysOf(typeTable, await bytesOf(beside(path)), path, { neurons, count }),
  }));

  async function sumsOf({ search, neurons }: Atlas, chosen: ReadonlySet<number>) {
    const needed = (search?.shards ?? []).filter(({ first, count }) =>
      [...chosen].some((place) => place >= first && place < first + count),
    );
    return Promise.all(needed.map((shard) => sumsOn(shard, neurons)));
  }

  return {
    async pattern(pattern) {
      const [known, names, read] = await Promise.all([atlas(), tokens(), text()]);
      const { search } = known;
      if (!search || read === null) return null;
      const chosen = await placesOf(pattern, names, read);
      if (chosen.size === 0) return null;
      const found = effectOfTypes({ ...known, search }, read, await sumsOf(known, chosen), chosen);
      return { areas: found.areas, atlas: known, counted: { tokens: found.tokens, of: search.tokens } };
    },
  };
}

/** Places in the list of ranked types whose tokens match. */
async function placesOf(pattern: string, names: readonly string[], { token }: SearchText): Promise<Set<number>> {
  const types = [...token].map((number) => item(names, number));
  const { positions, error } = await matchInThread(pattern, types);
  if (positions === null) throw new Error(faultOf(error));
  return new Set(positions);
}
