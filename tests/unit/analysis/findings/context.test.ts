import { describe, expect, it } from 'vitest';
import { neverChanges } from '../../../../runner/analysis/findings/bench.ts';
import { readyWithin, swapClaims, withinAreas } from '../../../../runner/analysis/findings/context.ts';
import {
  permutationTable,
  permutedCells,
  permutedZ,
  swapStatistic,
} from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationBlocks } from '../../../../runner/analysis/stats/tested-text.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, made, told } from '../stats/reference.ts';
import { following, inventText, noise } from './invented.ts';

/** Counted pair by pair with NumPy (tests/fixtures/evidence/within_types.py). */
interface Counted
  extends Record<'documents' | 'segments' | 'length' | 'plain' | 'area' | 'tokens', number>,
    Record<'types' | 'mask' | 'members' | 'activation' | 'leftOut', number[]> {}
const counted = made<Counted[]>('evidence/within-types');

type Task = Parameters<typeof readyWithin>[0];
const taskOf = (each: Omit<Counted, 'plain' | 'area' | 'leftOut' | 'tokens'>): Task => ({
  text: { ...each, sources: new Int32Array(each.documents), types: Int32Array.from(each.types) },
  activation: Float32Array.from(each.activation),
  types: Int32Array.from(each.types),
  mask: Uint8Array.from(each.mask),
  members: Uint8Array.from(each.members),
  sign: 1,
  swapped: undefined,
});

const readyFor = (task: Task) => told(readyWithin(task));

describe('an effect among equal tokens', () => {
  it.each(counted)('is that of all pairs of equal tokens, minus what other documents give', (each) => {
    const ready = readyFor(taskOf(each));
    const sum = (cells: Float64Array) => cells.reduce((total, value) => total + value, 0);
    expect(ready.within.tokens).toBe(each.tokens);
    const { pairs } = ready;
    if (typeof pairs === 'function') throw new Error('these are pairs of numbers');
    expect(0.5 + sum(pairs.ahead) / sum(pairs.pairs)).toBeCloseTo(each.plain, 9);
    const { area, leftOut } = withinAreas(ready);
    expect(distance([area, ...leftOut], [each.area, ...each.leftOut])).toBeLessThan(1e-6);
  });

  it('counts no document that has none of its source to be swapped with', () => {
    const each = item(counted, 0);
    const task = taskOf(each);
    const alone = { ...task.text, sources: task.text.sources.map((_, document) => (document === 0 ? 1 : 0)) };
    const size = each.length * each.segments;
    const first = readyFor({ ...task, text: alone });
    const without = { ...task, members: task.members.map((member, t) => (t < size ? 0 : member)) };
    expect(first.within.tokens).toBe(readyFor({ ...without, text: alone }).within.tokens);
    expect(first.within.tokens).toBeLessThan(each.tokens);
  });
});

const { text, inside, random: source } = inventText(33);
const units = permutationBlocks(text);
const cells = permutedCells(permutationTable(text.sources, 999, random(2)), units);
const weak = following(inside, 0.12, source);
const strong = following(inside, -0.6, source);
const crossOf = (activation: Float32Array) =>
  crossMatrix(segmentRanks(activation, units.segment), labelsOf(carriersOf(inside), units), units);
const claim = (activation: Float32Array, sign: 1 | -1) => ({ cross: crossOf(activation), units, sign });
const only = (activation: Float32Array, sign: 1 | -1) => told(swapClaims([claim(activation, sign)], cells)[0]);

describe('frozen claims on held-out text', () => {
  it('pass on the claimed side alone', () => {
    const [below, above] = [only(strong, -1), only(strong, 1)];
    expect([below.adjustedP, above.adjustedP, above.z]).toEqual([1 / 1000, 1, below.z]);
  });

  it('pay for each other', () => {
    const signs = [1, -1, 1, -1, 1, -1, 1, -1] as const;
    const claims = [claim(weak, 1), ...signs.map((sign) => claim(noise(source, inside.length), sign))];
    const permuted = claims.map(({ cross, sign }) => {
      const standardised = swapStatistic(cross, units)?.standardised ?? new Float64Array();
      return permutedZ(standardised, cells, new Float64Array(999)).map((z) => sign * z);
    });
    const largest = Array.from({ length: 999 }, (_, b) => Math.max(...permuted.map((z) => z[b] ?? Number.NaN)));
    for (const [index, test] of swapClaims(claims, cells).entries()) {
      const own = (claims[index]?.sign ?? 0) * told(test).z;
      const asLarge = largest.filter((z) => z >= own - 1e-12).length;
      expect(test).toMatchObject({ claims: 9, adjustedP: (1 + asLarge) / 1000 });
    }
    expect(largest.filter((z, b) => z > (permuted[0]?.[b] ?? z)).length).toBeGreaterThan(500);
  });

  it('say why they cannot be tested, and then cost the others nothing', () => {
    const silent = claim(new Float32Array(inside.length), 1);
    const few = { code: 'few carriers', found: 3, needed: 30 } as const;
    expect(swapClaims([silent, few, claim(weak, 1)], cells)).toEqual([neverChanges, few, only(weak, 1)]);
  });
});
