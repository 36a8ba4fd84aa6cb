/** A feature that is asked within another, from the manifest's word to the rung: what tells only the other is no finding. */
import { expect, it } from 'vitest';
import { benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { testedFeatures } from '../../../../runner/experiment/evidence/claim-test-input.ts';
import { bothScored, halved, halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import type { MarkedFeature } from '../../../../runner/text/labels/features.ts';
import { claimOn, taskOf } from '../../analysis/findings/invented.ts';
import { anObservedText } from '../observed-text.ts';

const observed = anObservedText({ sources: { a: 64 }, length: 64, id: (t) => t % 5 });
const count = observed.ids.length;

/** Stretches of eight tokens in which a subject is waited for, at some places; each is of one number. */
const { uniform, normal } = random(3, 9);
const scope = new Uint8Array(count);
const plural = new Uint8Array(count);
for (let t = 0; t < count; t += 8) {
  if (uniform() < 0.5) continue;
  scope.fill(1, t, t + 8);
  if (uniform() < 0.5) plural.fill(1, t, t + 8);
}
const neuron = (tells: (scope: number, plural: number) => number) =>
  Float32Array.from({ length: count }, (_, t) => tells(scope[t] ?? 0, plural[t] ?? 0) + normal());
const neurons = [neuron((inside) => 2 * inside), neuron((inside, many) => inside * (2 * many - 1)), neuron(() => 0)];

it.each([
  ['all', { among: 'all', within: null }, [true, true, false]],
  ['waiting', { among: 'words', within: 'waiting' }, [false, true, false]],
])(
  'compared with %s a neuron tells a scope, one the number in it, and noise nothing',
  async (among, told, expected) => {
    const marked: MarkedFeature[] = [
      { feature: { name: 'plural', match: 'x', among }, mask: plural },
      { feature: { name: 'waiting', match: 'x' }, mask: scope },
    ];
    const text = halvesOf(observed, 0);
    const context = { manifest: { detect: { by: 'effect' } }, observed, tools: { unit: 'word' }, features: [], marked };
    const features = testedFeatures(context as unknown as EvidenceContext, text, marked.slice(0, 1));
    const view = bothScored(text);
    const bench = benchOf({
      text,
      features,
      count: 1,
      permutations: 199,
      seed: 1,
      vocabulary: [],
      sources: ['a'],
      arrays: [{ layer: 1, component: 'hidden', units: neurons.length }],
      activations: halved(
        neurons.map((values) => viewed(values, view)),
        text,
      ),
    });
    const claims = [...neurons.keys()].map((number) => claimOn(number));
    const found = await effect.compute(taskOf(bench, claims));
    // Whether the interval is above that of guessing.
    expect(found.map((own) => (own?.interval[0] ?? 0) > 0.5)).toEqual(expected);
    expect(features[0]).toMatchObject(told);
  },
);
