/** The sweep over all neurons, features and classes at once, beside each of them by itself. */
import { expect, it } from 'vitest';
import { permutationTable } from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { mergeParts, sweepNeurons, sweepOnThisThread } from '../../../../runner/analysis/stats/max-t.ts';
import { areaInterval } from '../../../../runner/analysis/stats/summary.ts';
import { permutationBlocks, referenceText, type TestedText } from '../../../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, told } from './reference.ts';

const { normal, uniform } = random(3, 3);
const [documents, length] = [48, 40];
const text = {
  length,
  segments: 1,
  types: new Int32Array(documents * length),
  sources: Int32Array.from({ length: documents }, (_, d) => d % 2),
};
const mask = Uint8Array.from(text.types, () => (uniform() < 0.2 ? 1 : 0));
// Whole numbers, so that there are ties.
const activations = [0, 0.5, -1].map((size) =>
  Float32Array.from(mask, (label) => Math.round(2 * (normal() + size * label))),
);
/** Members of the second class are rare, and one segment has none of the third. */
const classes = [
  new Uint8Array(mask.length).fill(1),
  Uint8Array.from(mask, () => (uniform() < 0.3 ? 1 : 0)),
  Uint8Array.from(mask, (_, t) => (t >= length && t % 3 > 0 ? 1 : 0)),
].map((members) => {
  const { text: own, view } = referenceText(text, members);
  const masks = [mask, mask.map((each) => 1 - each)].map((each) => viewed(each, view));
  return { view, units: permutationBlocks(own), masks, carriers: masks.map(carriersOf) };
});
const untested = { tests: [], table: new Uint16Array(0) };

it('has the effects that each has by itself within each class, though a neuron is sorted once for all of them', () => {
  const sweep = sweepNeurons({ activations, classes, ...untested });
  const found = mergeParts([sweep(0, 2), sweep(2, 3)]).effects;
  for (const [index, { view, units, masks }] of classes.entries()) {
    for (const [feature, own] of masks.entries()) {
      for (const [neuron, activation] of activations.entries()) {
        const { localAuc } = told(localEffect(viewed(activation, view), own, units));
        expect(found[index]?.[feature]?.[neuron]).toBeCloseTo(localAuc - 0.5, 5);
      }
    }
  }
});

it('tests the tokens of a class in the whole text as they are by themselves', async () => {
  for (const { view, units, carriers } of classes) {
    const table = permutationTable(units.strata, 99, random(1));
    const own = { units, view, carriers };
    const within = await sweepOnThisThread({ activations, tests: [own], classes: [own], table });
    const alone = { ...own, view: null };
    const cut = activations.map((activation) => viewed(activation, view));
    expect(within).toEqual(await sweepOnThisThread({ activations: cut, tests: [alone], classes: [alone], table }));
    expect([...(within.z[0]?.[0] ?? [])].every(Number.isFinite)).toBe(true);
  }
});

it('has none in a text without tokens, where nothing can be compared', async () => {
  const nothing = { ...text, sources: new Int32Array(0), types: new Int32Array(0) };
  const empty = [{ view: null, units: permutationBlocks(nothing), carriers: [new Int32Array(0)] }];
  const silent = [new Float32Array(0), new Float32Array(0)];
  const { effects } = await sweepOnThisThread({ activations: silent, classes: empty, ...untested });
  expect(effects).toEqual([[Float64Array.of(Number.NaN, Number.NaN)]]);
});

/** The local AUC from its definition, pair by pair within segments, of the documents that are kept. */
function byPairs({ segments, length }: TestedText, a: Float32Array, mask: Uint8Array, left: number): number {
  let [won, pairs] = [0, 0];
  for (const [i, value] of a.entries()) {
    if (mask[i] !== 1 || Math.floor(i / (segments * length)) === left) continue;
    const start = i - (i % length);
    for (const [place, other] of a.subarray(start, start + length).entries()) {
      if (mask[start + place] === 1) continue;
      won += (Math.sign(value - other) + 1) / 2;
      pairs++;
    }
  }
  return won / pairs;
}

it('the local AUC is what pairs within segments give, with the interval of the jackknife', () => {
  const source = random(8);
  const own = { length: 9, segments: 2, sources: Int32Array.from({ length: 28 }, (_, d) => d % 2) };
  const text = { ...own, types: new Int32Array(18 * 28) };
  const mask = Uint8Array.from(text.types, (_, t) => Number(source.uniform() < 0.3 + (t % 9) / 20));
  const activation = Float32Array.from(mask, (label, t) => Math.round(2 * source.normal() + label + (t % 9) / 3));
  const { localAuc, interval, documents: taking } = told(localEffect(activation, mask, permutationBlocks(text)));
  const [area = 0, ...leftOut] = [-1, ...text.sources.keys()].map((left) => byPairs(text, activation, mask, left));
  expect(distance([localAuc, ...interval, taking], [area, ...areaInterval(area, leftOut), 28])).toBeLessThan(1e-6);
});

it('segments with fewer tokens of a class count by the share of the feature in them', () => {
  // Alternately 8 and 4 of a segment's 8 tokens are of the class.
  const { uniform, normal } = random(5, 5);
  const types = new Int32Array(8 * 2 * 40);
  const whole = { length: 8, segments: 2, sources: new Int32Array(40), types };
  const members = Uint8Array.from(types, (_, t) => Number(t % 16 < 8 || t % 2 === 0));
  const mask = Uint8Array.from(members, (member) => Number(member === 1 && uniform() < 0.4));
  const activation = Float32Array.from(mask, (label) => normal() + label);
  let [won, weights] = [0, 0];
  for (let start = 0; start < types.length; start += 8) {
    const own = [...types.keys()].slice(start, start + 8).filter((t) => members[t] === 1);
    const [inside, outside] = [1, 0].map((side) => own.filter((t) => mask[t] === side));
    const [n, rest] = [inside?.length ?? 0, outside?.length ?? 0];
    const above = (inside ?? []).flatMap(
      (t) => outside?.filter((u) => (activation[t] ?? 0) > (activation[u] ?? 0)) ?? [],
    );
    const weight = (n / own.length) * (rest / own.length);
    won += n * rest === 0 ? 0 : (weight * above.length) / (n * rest);
    weights += weight;
  }
  const { text: own, view } = referenceText(whole, members);
  const { localAuc } = told(localEffect(viewed(activation, view), viewed(mask, view), permutationBlocks(own)));
  expect(localAuc).toBeCloseTo(won / weights, 6);
});
