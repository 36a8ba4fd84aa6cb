import { describe, expect, it } from 'vitest';
import type { Bench } from '../../../../runner/analysis/findings/bench.ts';
import {
  comparableState,
  comparedPlaces,
  flipOf,
  flipSums,
  flipText,
  heldNeurons,
  holdAt,
  otherMask,
  stateOf,
} from '../../../../runner/analysis/findings/flip.ts';
import type { StateLevels } from '../../../../runner/analysis/stats/state-levels.ts';
import { documents, inventedBench, knower, length } from './rungs/invented.ts';

const bench = inventedBench();
const [feature] = bench.features;
if (feature === undefined) throw new Error('no feature');
const levelsOf = (of: Bench): StateLevels => {
  const [held] = heldNeurons(of, feature, [knower], { after: null });
  if (held === undefined) throw new Error('no levels');
  return held.levels;
};
const read = bench.input.text.confirmation.warmUp + length;
const state = stateOf(bench, feature, 'confirmation', { after: null });
const text = flipText(bench, 'confirmation', state);

describe('the state flip', () => {
  it('takes for each document the mask of another one of its source, and of another with each turn', () => {
    const of = (mask: Int8Array, document: number) => [...mask.slice(document * read, (document + 1) * read)];
    const donors = [1, 2, 3].map((k) => {
      const mask = otherMask(bench, 'confirmation', state, k);
      if (mask === null) throw new Error('no other document');
      return Array.from({ length: documents }, (_, document) =>
        Array.from({ length: documents }, (_unused, other) => other).findIndex(
          (other) => of(state, other).join() === of(mask, document).join(),
        ),
      );
    });
    donors.forEach((own) => {
      own.forEach((donor, document) => {
        expect(donor).not.toBe(document);
        expect(bench.input.text.confirmation.sources[donor]).toBe(bench.input.text.confirmation.sources[document]);
      });
      expect(new Set(own).size).toBe(documents);
    });
    expect(new Set(donors.map((own) => own.join())).size).toBe(3);
  });

  it('holds a neuron by another mask at the same tokens as by the own, whatever the other leaves out', () => {
    const broken = state.map((now, t) => ((t % read) % (5 + Math.floor(t / read)) === 2 ? -1 : now));
    const mask = otherMask(bench, 'confirmation', broken, 1);
    if (mask === null) throw new Error('no other document');
    expect([...mask].map((now) => now < 0)).toEqual([...broken].map((now) => now < 0));
    const whole = otherMask(bench, 'confirmation', state, 1);
    // What the other document says it still says, and a gap of it goes on as it was before.
    const same = [...mask].filter((now, t) => now >= 0 && now === whole?.[t]).length;
    expect(same / [...mask].filter((now) => now >= 0).length).toBeGreaterThan(0.95);
    expect([...mask].every((now, t) => now < 0 || t % read < 3 || now === whole?.[t] || now === whole?.[t - 1])).toBe(
      true,
    );
  });

  it('flips nothing in a document of which there is no other mask', () => {
    const { text: halves } = bench.input;
    const sources = Int32Array.from({ length: documents }, (_, d) => (d === 3 ? 9 : d % 2));
    const oneAlone = {
      ...bench,
      input: { ...bench.input, text: { ...halves, confirmation: { ...halves.confirmation, sources } } },
    };
    const own = comparableState(oneAlone, 'confirmation', state);
    const mask = otherMask(oneAlone, 'confirmation', own, 1);
    for (const each of [own, mask ?? own.fill(1)]) {
      expect(new Set(each.subarray(3 * read, 4 * read))).toEqual(new Set([-1]));
      expect(each.subarray(0, 3 * read).every((now) => now >= 0)).toBe(true);
    }
    expect(comparableState(bench, 'confirmation', state)).toEqual(state);
  });

  it('has no other mask where each document is alone in its source', () => {
    const { text: halves } = bench.input;
    const alone = { ...halves.confirmation, sources: Int32Array.from({ length: documents }, (_, d) => d) };
    const lonely = { ...bench, input: { ...bench.input, text: { ...halves, confirmation: alone } } };
    expect(otherMask(lonely, 'confirmation', state, 1)).toBeNull();
  });

  it('holds a neuron at what its state adds on the discovery half, and for the wrong state the other way round', () => {
    const levels = levelsOf(bench);
    // The state adds two standard deviations to the neuron.
    expect(levels.inside - levels.outside).toBeGreaterThan(1.8);
    expect(levels.inside - levels.outside).toBeLessThan(2.2);
    const later = levelsOf(inventedBench({ knowsLater: 5 }));
    expect(later).toMatchObject({ inside: levels.inside, outside: levels.outside });
    const types = Int32Array.from([1, 1, 1]);
    const held = (which: 'right' | 'wrong') =>
      holdAt([{ neuron: knower, levels }], types, Int8Array.from([1, 0, -1]), which)[0]?.values ?? new Float32Array(0);
    const [inside, outside, neither] = [levels.inside, levels.outside, 0].map((added) => levels.level(1) + added);
    const close = (values: (number | undefined)[]) => values.map((value) => expect.closeTo(value ?? Number.NaN, 5));
    expect([...held('right')]).toEqual(close([inside, outside, neither]));
    expect([...held('wrong')]).toEqual(close([outside, inside, neither]));
  });

  it('adds up the differences wrong - right of each document, inside and outside', () => {
    const compared = {
      places: Int32Array.from([3, 5, 8, 9]),
      document: Int32Array.from([0, 0, 1, 1]),
      state: Uint8Array.from([1, 0, 1, 1]),
    };
    const sums = flipSums(2, compared, Float32Array.from([1, 1, 1, 1]), Float32Array.from([4, 2, 2, 3]));
    expect([...sums.inside, ...sums.insideCount, ...sums.outside, ...sums.outsideCount]).toEqual([
      3, 3, 1, 2, 1, 0, 1, 0,
    ]);
    expect(flipOf(sums)).toEqual({ inside: 2, outside: 1, flip: 1.5 });
    expect(flipOf(sums, 1).inside).toBe(3);
  });

  it('compares scored tokens in the state that they are counted in, and none after which nothing is predicted', () => {
    const compared = comparedPlaces(bench, text, state, 0);
    expect(compared.places.length).toBeGreaterThan(100);
    compared.places.forEach((place, index) => {
      expect(state[place]).toBe(compared.state[index]);
      expect(Math.floor(place / read)).toBe(compared.document[index]);
      expect(place % read).toBeGreaterThanOrEqual(bench.input.text.confirmation.warmUp);
      expect(place % read).toBeLessThan(read - 1);
    });
  });
});
