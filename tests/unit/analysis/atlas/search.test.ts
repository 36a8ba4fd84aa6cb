/** The search by token types. */
import { expect, it } from 'vitest';
import {
  arraysOf,
  bytesOf,
  searchTextBytes,
  searchTextOf,
  typeTable,
} from '../../../../runner/analysis/atlas/atlas-arrays.ts';
import { searchOf } from '../../../../runner/analysis/atlas/search.ts';
import { placesOf } from '../../../../runner/analysis/stats/carriers.ts';
import { localEffect, pairsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { referenceText, swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { inventText, noise } from '../findings/invented-text.ts';
import { told } from '../stats/reference.ts';

const neurons = 3;
const halves = [1, 2].map((seed) => {
  const { text, random } = inventText(seed, 60);
  const activations = Array.from({ length: neurons }, (_, neuron) =>
    noise(random, text.types.length).map((value, t) => value + (text.types[t] === neuron + 1 ? 2 : 0)),
  );
  const words = Uint8Array.from(text.types, (type) => Number(type !== 0));
  const reference = referenceText(text, words);
  return { text, reference, units: swapUnits(reference.text), activations };
});
const vocabulary = Array.from({ length: 60 }, (_, type) => String(type));
const numbering = { tokens: vocabulary, numbers: Uint16Array.from(vocabulary.keys()) };
const found = searchOf({ among: 'text', halves }, neurons, numbering.numbers);
if (found === null) throw new Error('nothing can be swapped');
const file = { path: 'made', bytes: 0 };
const shards = found.shards.map(({ first, count }) => ({ ...file, first, count }));
const search = { ...found.index, text: file, shards };
const text = searchTextOf(searchTextBytes(found.text), search);
const sums = found.shards.map(({ first, count, ...arrays }) => {
  const sizes = { neurons, count };
  return { first, count, ...arraysOf(typeTable, bytesOf(typeTable, arrays, sizes), 'made', sizes) };
});
/** [N] Of the tokens whose types were chosen, as whoever reads the files works it out; `pairs` are those within a passage. */
function areasOf(chosen: ReadonlySet<number>): number[] {
  let pairs = 0;
  for (const [half, places] of text.texts.entries()) {
    const length = search.segments[half] ?? Number.NaN;
    for (let start = 0; start < places.length; start += length) {
      const carriers = places.slice(start, start + length).filter((place) => chosen.has(place)).length;
      pairs += (carriers * (length - carriers)) / length;
    }
  }
  return Array.from({ length: neurons }, (_, neuron) => {
    const sum = sums.reduce((all, { first, sum, scale }) => {
      const own = [...scale.keys()].filter((type) => chosen.has(first + type));
      return all + own.reduce((each, t) => each + (at(sum, t * neurons + neuron) * at(scale, t)) / 127, 0);
    }, 0);
    return 0.5 + sum / pairs;
  });
}

const typeAt = (place: number): number => Number(numbering.tokens[text.token[place] ?? 0]);

it.each([[[1]], [[2, 3]], [[4, 9, 20, 33]]])('has the effect of the evidence on both halves: %j', (types) => {
  const chosen = new Set([...text.token.keys()].filter((place) => types.includes(typeAt(place))));
  const areas = areasOf(chosen);
  for (let neuron = 0; neuron < neurons; neuron++) {
    let effect = 0;
    let pairs = 0;
    for (const { reference, units, activations } of halves) {
      const mask = Uint8Array.from(reference.text.types, (type) => Number(types.includes(type)));
      const local = told(localEffect(viewed(item(activations, neuron), reference.view), mask, units));
      const held = pairsWithin(placesOf(mask), units).reduce((sum, each) => sum + each, 0);
      effect += (local.localAuc - 0.5) * held;
      pairs += held;
    }
    expect(areas[neuron]).toBeCloseTo(0.5 + effect / pairs, 2);
  }
  expect(chosen.size).toBe(types.length);
});

it('lists types by how often they occur, and says what is ranked', () => {
  expect([...text.count]).toEqual([...text.count].sort((a, b) => b - a));
  expect(found.index).toMatchObject({ among: 'text', least: text.count.at(-1) });
  expect(found.index.ranked).toBe(text.count.reduce((sum, count) => sum + count, 0));
  expect([...text.token].map(Number)).not.toContain(0);
});
