import { describe, expect, it } from 'vitest';
import type { Falls, Place } from '../../../runner/analysis/findings/shown-schema.ts';
import { fallsSentence, interchangeSentence, placePhrase } from '../../../runner/wording/falls.ts';
import { placeLabel } from '../../../site/words/falls.ts';

const mean = (flip: number) => ({
  tokens: 300,
  documents: 40,
  flip,
  interval: [flip - 0.01, flip + 0.01] as [number, number],
});
const at = (of: Place, flip = 0.26) => ({ of, where: 'inside' as const, share: 0.03, discovery: 0.3, ...mean(flip) });
const falls = (of: Place | null): Falls => ({
  inside: mean(0.166),
  outside: mean(0.101),
  places: [],
  place: of && { ...at(of), of: [of], elsewhere: { flip: 0.004, interval: [0.001, 0.007] }, p: 0.0001 },
  holding: { inside: { rise: 0.01, interval: [0, 0.02] }, outside: { rise: 0.002, interval: [0, 0.004] } },
});

describe('where an effect falls, in words', () => {
  it('names the place with its side, what it costs there and elsewhere, and the average', () => {
    expect(fallsSentence(falls({ next: '"' }), 0.134)).toBe(
      'Where ‘"’ comes next and the feature is present, the wrong state costs 0.26 nats, elsewhere 0.0040; 0.13 a token on average.',
    );
    expect(fallsSentence(falls({ after: [1, 3] }), 0.134)).toMatch(
      /^1 to 3 tokens after it began, the wrong state costs/,
    );
    expect(fallsSentence(falls(null), 0.134)).toBe(
      'The wrong state costs 0.17 nats a token where the feature is present and 0.10 where the feature is absent, 0.13 on average; no place stands out on both halves.',
    );
  });

  it('has a name for every kind of place', () => {
    const places: Place[] = [
      ...[' ', '\n', '\t', 'the'].map((next) => ({ next })),
      ...(['white space', 'word', 'letter', 'number', 'mark'] as const).map((kind) => ({ kind })),
      ...(
        [
          [0, 0],
          [1, 1],
          [1, 3],
          [1, null],
          [16, null],
        ] as const
      ).map(([from, to]) => ({ after: [from, to] as [number, number | null] })),
    ];
    expect(placePhrase([{ next: 'are' }, { next: 'seem' }, { kind: 'word' }])).toBe(
      'where “are”, “seem” or another word comes next',
    );
    // In a sentence, and beside a bar.
    expect(places.map((of) => `${placePhrase([of])} | ${placeLabel({ of, where: 'inside' })}`)).toMatchSnapshot();
  });

  it('tells what a single step does beside it', () => {
    const own = {
      inside: mean(0.004),
      outside: mean(0.002),
      place: { of: [{ next: '"' }], where: 'inside' as const, ...mean(0.01) },
      parts: [],
    };
    expect(interchangeSentence(own)).toBe(
      'At one token alone, a real value of the other state in the place of its own costs 0.0040 nats at the next word or mark where the feature is present and 0.0020 where the feature is absent; where ‘"’ comes next and the feature is present, 0.010.',
    );
    expect(interchangeSentence({ ...own, place: null })).toMatch(/0\.0020 where the feature is absent\.$/);
  });
});
