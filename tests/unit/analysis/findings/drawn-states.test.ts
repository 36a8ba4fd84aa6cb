import { describe, expect, it } from 'vitest';
import {
  drawLabel,
  ratesOf,
  type StateRates,
  sequencesOf,
  variety,
} from '../../../../runner/analysis/findings/control-labels.ts';
import { random } from '../../../../runner/core/random.ts';

const bits = (text: string) => Uint8Array.from(text, Number);
const every = (tokens: number) => new Uint8Array(tokens).fill(1);
const drawn = (types: Int32Array, members: Uint8Array, length: number, label: { seed: number; rates: StateRates }) =>
  drawLabel(sequencesOf(types, members, length, 2), members, length, label);
/** Of a state: how often it begins outside it, ends inside it, and is. */
const ratesFor = ({ enter, leave, share }: { enter: number; leave: number; share: number }): StateRates => ({
  first: [share, 1],
  next: [
    [enter, 1],
    [1 - leave, 1],
  ],
});
const halves = ratesFor({ enter: 0.5, leave: 0.5, share: 0.5 });

describe('how often a state begins and ends', () => {
  it('is counted from one token of the class to the next, within segments', () => {
    // Of the class: 0 1 1 0 | 0 0 1 1. Outside four times before another, of which it begins twice; inside three times, once ending.
    expect(ratesOf({ levels: bits('01100011'), members: every(8) }, 4)).toEqual(
      ratesFor({ enter: 2 / 3, leave: 1 / 3, share: 0.5 }),
    );
    // The third token is not of the class: 0 1 . 0.
    expect(ratesOf({ levels: bits('0100'), members: bits('1101') }, 4)).toEqual(
      ratesFor({ enter: 1, leave: 1, share: 1 / 3 }),
    );
  });

  it('is counted from level to level of a number, from the highest down', () => {
    // 0 1 2 2 1: from 0 to 1; from 1 to 2; from 2 once to 2 and once to 1. Twice 2, twice 1, once 0.
    const rates = ratesOf({ levels: bits('01221'), members: every(5) }, 5);
    expect(rates?.first).toEqual([2 / 5, 4 / 5, 1]);
    expect(rates?.next).toEqual([
      [0, 1, 1],
      [1, 1, 1],
      [0.5, 1, 1],
    ]);
  });

  it('is nothing where the state never changes', () => {
    expect(ratesOf({ levels: bits('1111'), members: every(4) }, 4)).toBeNull();
    expect(ratesOf({ levels: bits('0001'), members: every(4) }, 4)).toBeNull();
  });
});

describe('a control label', () => {
  const rates = ratesFor({ enter: 0.05, leave: 0.2, share: 0.2 });
  const { below } = random(3);
  const types = Int32Array.from({ length: 40_000 }, () => below(200));

  it('is as frequent as the feature, and in runs as long', () => {
    const label = drawn(types, every(types.length), 200, { seed: 1, rates });
    const found = ratesOf({ levels: label, members: every(types.length) }, 200);
    expect(found?.first[0]).toBeCloseTo(0.2, 1);
    expect(found?.next[0]?.[0]).toBeCloseTo(0.05, 2);
    expect(found?.next[1]?.[0]).toBeCloseTo(0.8, 1);
  });

  it('goes from level to level as a number does', () => {
    const levels = Uint8Array.from(types, (_, t) => [0, 1, 2, 1, 0, 0, 3, 2][t % 8] ?? 0);
    const asNumber = ratesOf({ levels, members: every(types.length) }, 200);
    if (asNumber === null) throw new Error('no rates');
    const label = drawn(types, every(types.length), 200, { seed: 2, rates: asNumber });
    const found = ratesOf({ levels: label, members: every(types.length) }, 200);
    for (const [level, own] of asNumber.next.entries()) {
      for (const [place, reached] of own.entries()) expect(found?.next[level]?.[place]).toBeCloseTo(reached, 1);
    }
  });

  it('hangs on the last tokens of the class and on nothing else', () => {
    const of = (text: number[], members = every(text.length)) => [
      ...drawn(Int32Array.from(text), members, text.length, { seed: 5, rates: halves }),
    ];
    const text = Array.from({ length: 60 }, (_, t) => types[t] ?? 0);
    const changed = text.with(10, 7);
    const differ = of(text).flatMap((each, t) => (each === of(changed)[t] ? [] : [t]));
    expect(differ.every((t) => t === 10 || t === 11)).toBe(true);
    // Tokens that are not of the class change nothing, and have no label.
    const members = every(60).with(10, 0);
    expect(of(text, members)).toEqual(of(changed, members));
    expect(of(text, members)[10]).toBe(0);
  });

  it('differs from seed to seed', () => {
    const [one, other] = [1, 2].map((seed) => drawn(types, every(types.length), 200, { seed, rates: halves }));
    const same = one?.reduce((sum, each, t) => sum + (each === other?.[t] ? 1 : 0), 0) ?? 0;
    expect(same / types.length).toBeCloseTo(0.5, 1);
  });
});

describe('the variety of sequences', () => {
  it('counts each by its share', () => {
    const of = (types: Int32Array, tokens: number) => variety(sequencesOf(types, every(100), 100, tokens), every(100));
    // After the first: 'a b' and 'b a' in turn, and the beginning once.
    expect(
      of(
        Int32Array.from({ length: 100 }, (_, t) => t % 2),
        2,
      ),
    ).toBeCloseTo(Math.exp(-0.01 * Math.log(0.01) - 0.49 * Math.log(0.49) - 0.5 * Math.log(0.5)), 6);
    expect(of(new Int32Array(100).fill(4), 1)).toBe(1);
  });
});
