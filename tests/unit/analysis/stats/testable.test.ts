import { describe, expect, it } from 'vitest';
import { whyNotTestable } from '../../../../runner/analysis/stats/testable.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';

/** Documents of 20 tokens, by turns from so many sources. */
const units = (documents: number, sources = 1, swapped: 'documents' | 'segments within documents' = 'documents') =>
  swapUnits(
    {
      length: 20,
      segments: 1,
      sources: Int32Array.from({ length: documents }, (_, d) => d % sources),
      types: new Int32Array(20 * documents),
    },
    swapped,
  );

const mask = (documents: number, carries: (document: number, t: number) => boolean) =>
  Uint8Array.from({ length: 20 * documents }, (_, i) => Number(carries(Math.floor(i / 20), i % 20)));

const some = (document: number, t: number) => (document * 7 + t) % 5 === 0;

describe('whether a feature can be tested', () => {
  it('says yes where there is enough of everything', () => {
    expect(whyNotTestable(mask(24, some), units(24))).toBeNull();
    expect(whyNotTestable(mask(30, some), units(30, 3))).toBeNull();
  });

  it('asks for 24 documents that can be swapped', () => {
    expect(whyNotTestable(mask(23, some), units(23))).toEqual({
      code: 'few to swap',
      swapped: 'documents',
      found: 23,
      needed: 24,
    });
    // All of 40 documents from sources of their own.
    expect(whyNotTestable(mask(40, some), units(40, 40))).toMatchObject({ code: 'few to swap', found: 0 });
    expect(whyNotTestable(mask(5, some), units(5, 1, 'segments within documents'))).toMatchObject({
      found: 5,
      swapped: 'segments',
    });
  });

  it('asks for sources large enough for a large z', () => {
    // 20 sources of 2: at most the root of 20.
    expect(whyNotTestable(mask(40, some), units(40, 20))).toEqual({
      code: 'few in a group',
      swapped: 'documents',
      possible: 4.5,
      needed: 10,
    });
    expect(whyNotTestable(mask(40, some), units(40, 20, 'segments within documents'))).toMatchObject({
      code: 'few in a group',
      swapped: 'segments',
    });
  });

  it('asks for 30 tokens with the feature, and 30 without, in 10 documents', () => {
    expect(
      whyNotTestable(
        mask(29, (_, t) => t === 3),
        units(29),
      ),
    ).toEqual({ code: 'few carriers', found: 29, needed: 30 });
    expect(
      whyNotTestable(
        mask(29, (_, t) => t !== 3),
        units(29),
      ),
    ).toEqual({ code: 'few without', found: 29, needed: 30 });
    expect(
      whyNotTestable(
        mask(30, (document, t) => document < 9 && t < 10),
        units(30),
      ),
    ).toEqual({ code: 'carried by few', swapped: 'documents', found: 9, needed: 10 });
    // A document that is all of it has no pair of tokens to compare.
    expect(
      whyNotTestable(
        mask(30, (document) => document < 15),
        units(30),
      ),
    ).toMatchObject({ code: 'carried by few', found: 0 });
  });

  it('asks for labels that differ from document to document', () => {
    const opening = mask(30, (_, t) => t < 4);
    expect(whyNotTestable(opening, units(30))).toEqual({ code: 'same places', swapped: 'documents' });
    opening[19] = 1;
    expect(whyNotTestable(opening, units(30))).toBeNull();
    // Alike within each source is enough, as documents do not leave theirs.
    expect(
      whyNotTestable(
        mask(30, (document, t) => t % 2 === document % 2),
        units(30, 2),
      ),
    ).toMatchObject({ code: 'same places' });
  });
});
