/** A feature that is asked within another, from the manifest's word to the rung: what tells only the other is no finding. */
import { expect, it } from 'vitest';
import { benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { bothScored, halved, halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import { ladderFeatures } from '../../../../runner/experiment/evidence/ladder-input.ts';
import type { MarkedFeature } from '../../../../runner/text/labels/features.ts';
import { claimOn, taskOf } from '../../analysis/findings/rungs/invented.ts';

const documents = 64;
const length = 64;
const count = documents * length;
const [knowsScope, knowsPlural, noise] = [0, 1, 2] as const;

/** Stretches of ten tokens in which a subject is waited for, at some places; each is of one number. */
function made() {
  const { uniform, normal } = random(3, 9);
  const scope = new Uint8Array(count);
  const plural = new Uint8Array(count);
  for (let t = 0; t < count; t += 8) {
    if (uniform() < 0.5) continue;
    scope.fill(1, t, t + 8);
    if (uniform() < 0.5) plural.fill(1, t, t + 8);
  }
  const row = (of: (t: number) => number) => Float32Array.from({ length: count }, (_, t) => of(t) + normal());
  const neurons = [
    row((t) => 2 * (scope[t] ?? 0)),
    row((t) => (scope[t] === 1 ? 2 * (plural[t] ?? 0) - 1 : 0)),
    row(() => 0),
  ];
  return { scope, plural, neurons };
}

it.each([
  ['all', [true, true, false]],
  ['waiting', [false, true, false]],
])(
  'compared with %s, a neuron tells a scope, one tells the number in it, and noise nothing: %j',
  async (among, expected) => {
    const { scope, plural, neurons } = made();
    const marked: MarkedFeature[] = [
      { feature: { name: 'plural', match: 'x', among }, mask: plural },
      { feature: { name: 'waiting', match: 'x' }, mask: scope },
    ];
    const ids = Int32Array.from({ length: count }, (_, t) => t % 5);
    const tokens = Array.from(ids, String);
    const text = halvesOf(
      {
        ...{ tokens, ids, unknown: [], nearCopies: 0, before: new Int32Array(), textTokens: count, textDocuments: [] },
        segments: Array.from({ length: documents }, (_, s): [number, number] => [s * length, length]),
        documentStarts: Array.from({ length: documents }, (_, d) => d * length),
        documents: Array.from({ length: documents }, (_, d) => ({
          ...{ source: 'a', hash: String(d).padStart(4, '0'), places: [0], length },
          whole: () => [],
        })),
        documentNumbers: Array.from({ length: documents }, (_, d) => d),
        documentOfSegment: Array.from({ length: documents }, (_, d) => d),
      },
      0,
    );
    const context = {
      manifest: { detect: { by: 'effect' } },
      observed: { tokens },
      tools: { unit: 'word' },
      features: [],
      marked,
    };
    const features = ladderFeatures(context as unknown as EvidenceContext, text, marked.slice(0, 1));
    const view = bothScored(text);
    const bench = benchOf({
      ...{
        text,
        features,
        arrays: [{ layer: 1, component: 'hidden', units: neurons.length }],
        count: 1,
        permutations: 199,
        seed: 1,
        vocabulary: [],
        sources: ['a'],
      },
      activations: halved(
        neurons.map((neuron) => viewed(neuron, view)),
        text,
      ),
    });
    const claims = [knowsScope, knowsPlural, noise].map((neuron) => claimOn(neuron));
    const found = await effect.compute(taskOf(bench, claims));
    // Whether the interval is above that of guessing.
    expect(found.map((own) => (own?.interval[0] ?? 0) > 0.5)).toEqual(expected);
    expect(features[0]).toMatchObject({
      among: among === 'all' ? 'all' : 'words',
      within: among === 'all' ? null : among,
    });
  },
);
