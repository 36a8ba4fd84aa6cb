/** Whether a feature can be tested. */
import { expect, it } from 'vitest';
import { labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { whyNotTestable } from '../../../../runner/analysis/stats/testable.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import type { FeatureValues } from '../../../../runner/core/values.ts';

/** Documents of 20 tokens, by turns from so many sources. */
const units = (documents: number, sources = 1, swapped: 'documents' | 'segments within documents' = 'documents') =>
  swapUnits(
    {
      ...{ length: 20, segments: 1, types: new Int32Array(20 * documents) },
      sources: Int32Array.from({ length: documents }, (_, d) => d % sources),
    },
    swapped,
  );
type Of<T> = (document: number, t: number) => T;
const mask = (documents: number, carries: Of<boolean>) =>
  Uint8Array.from({ length: 20 * documents }, (_, i) => Number(carries(Math.floor(i / 20), i % 20)));
const numbers = (of: Of<number>) => Float32Array.from({ length: 600 }, (_, i) => of(Math.floor(i / 20), i % 20));
const some: Of<boolean> = (document, t) => (document * 7 + t) % 5 === 0;

const why = (carries: FeatureValues, own: ReturnType<typeof units>) => {
  const found = whyNotTestable(carries, own);
  return found && Object.values(found).join(' ');
};
it.each<[string, Of<boolean>, ReturnType<typeof units>, string | null]>([
  ['there is enough of everything', some, units(24), null],
  ['there is enough in each of three sources', some, units(30, 3), null],
  ['too few documents can be swapped', some, units(23), 'few to swap documents 23 24'],
  ['each document is alone in its source', some, units(40, 40), 'few to swap documents 0 24'],
  ['too few segments can be swapped', some, units(5, 1, 'segments within documents'), 'few to swap segments 5 24'],
  // 20 sources of 2: at most the root of 20.
  ['sources are too small for a large z', some, units(40, 20), 'few in a group documents 4.5 10'],
  ['29 tokens carry it', (_, t) => t === 3, units(29), 'few carriers 29 30'],
  ['30 tokens carry it in enough documents', (d, t) => t === d % 20, units(30), null],
  ['29 tokens do not', (_, t) => t !== 3, units(29), 'few without 29 30'],
  ['nine documents carry it', (d, t) => d < 9 && t < 10, units(30), 'carried by few documents 9 10'],
  // A document that is all of it has no pair of tokens to compare.
  ['no document has both', (d) => d < 15, units(30), 'carried by few documents 0 10'],
  ['labels stand at the same places', (_, t) => t < 4, units(30), 'same places documents'],
  ['one label stands elsewhere', (d, t) => t < 4 || (d === 0 && t === 19), units(30), null],
  // Documents do not leave their source.
  ['labels are alike within each source', (d, t) => t % 2 === d % 2, units(30, 2), 'same places documents'],
])('%s', (_, carries, own, expected) => {
  expect(why(mask(own.strata.length, carries), own)).toBe(expected);
});

it.each<[string, Of<number>, string | null]>([
  ['one number alone', () => 3, 'one number'],
  ['29 other numbers', (d, t) => Number(d < 29 && t === 3), 'few other numbers 29 30'],
  // Another number in each document, the same at all of its tokens.
  ['nothing that varies within a document', (d) => d, 'varies in few documents 0 10'],
  ['numbers by their place', (_, t) => t, 'same places documents'],
  ['enough of everything', (d, t) => (d * 7 + t) % 5, null],
])('of a number: %s', (_, of, expected) => {
  expect(why(numbers(of), units(30))).toBe(expected);
});

it('refuses what is not a number', () => {
  expect(() =>
    labelsOf(
      numbers(() => Number.NaN),
      units(30),
    ),
  ).toThrow(/NaN|not a number/);
});
