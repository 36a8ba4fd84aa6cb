/** Networks that never learnt read half of the documents; what is kept of them counts while all that it was measured by is the same. */
import { rmSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { benchOf, effectsOn, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { screen } from '../../../../runner/analysis/findings/choice.ts';
import { meaninglessCriteria } from '../../../../runner/analysis/findings/control-labels.ts';
import { numberCurveCriteria } from '../../../../runner/analysis/findings/number-curve.ts';
import { probes } from '../../../../runner/analysis/findings/probe.ts';
import { randomTypesCriteria } from '../../../../runner/analysis/findings/random-types.ts';
import { documentCriteria } from '../../../../runner/analysis/stats/document-labels.ts';
import { linearCriteria } from '../../../../runner/analysis/stats/ridge.ts';
import { testableCriteria } from '../../../../runner/analysis/stats/testable.ts';
import { random } from '../../../../runner/core/random.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { inputWith } from '../../../../runner/experiment/evidence/claim-test-input.ts';
import { readingsOf } from '../../../../runner/experiment/evidence/experiment-readings.ts';
import { bothScored, halfOfDocuments, halved, halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import { untrainedNetworks, untrainedReading } from '../../../../runner/experiment/evidence/untrained-threads.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { resolvedFeatureSchema } from '../../../../runner/text/labels/features.ts';
import type { Text } from '../../../../runner/text/text.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { anObservedText } from '../observed-text.ts';

const { path: folder } = temporaryFolder();
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const engine = onnxEngine();
const architecture = { cell: 'rnn', layers: 1, units: 2, embedding: 2, vocabulary: 3 } as const;
const [segment, each, networks] = [16, 2, 3];
const length = each * segment;
const draw = random(5);
const ids = Int32Array.from({ length: 121 * length }, () => draw.below(3));
/** The first documents of 121, of which 60 are of one source. */
const firstOf = (count: number): Text =>
  anObservedText({
    sources: { a: Math.min(60, count), b: Math.max(0, count - 60) },
    each,
    length: segment,
    id: (t) => ids[t] ?? 0,
    hash: (d) => `${(d * 37) % 121}`.padStart(64, '0'),
  });
const observed = firstOf(121);
const mask = Uint8Array.from(ids, (id, t) => Number(id === 1 && ids[t - 1] === 2));
const marked = { feature: resolvedFeatureSchema.parse({ name: 'a pair', match: 'x', among: 'all' }), mask };
const record = { component: 'hidden', layer: 1 };
// Only what networks that never learnt are read and looked at by.
const context = {
  manifest: {
    seed: 1,
    evidence: 'full',
    atlas: 'none',
    features: [],
    detect: {},
    observe: {},
    record,
    model: { initialization: 'glorot', embedding: { from: 'drawn' } },
  },
  paths: { run: folder },
  compared: [marked],
  marked: [marked],
  features: [],
  documents: [],
  vectors: null,
  checkpoint: { architecture, weights: initialWeights(architecture, 'glorot', 1), vocabulary: ['a', 'b', 'c'] },
  observed,
  engine,
  drawn: record,
  tools: { unit: 'word' },
  now: () => new Date(0),
  interrupted: () => false,
} as unknown as EvidenceContext;
const warmUp = 2;
const text = halvesOf(context.observed, warmUp);
const half = halfOfDocuments(text);

/** Whether anything is read for so many of them, and what they have. */
async function read(count: number, own: Partial<EvidenceContext> = {}) {
  let isRead = false;
  const onProgress = () => {
    isRead = true;
  };
  const found = await untrainedReading({ ...context, ...own }, text)('drawn', { networks: count, onProgress });
  return { found, isRead };
}

/** With a token that no network can read, wherever none should. */
const known = new Set([...half.discovery.read.positions, ...half.confirmation.read.positions]);
const poisoned = { ...context.observed, ids: ids.map((id, t) => (known.has(t) ? id : 99)) };

describe('half of the documents', () => {
  it('are those of each half and source that come first, with all their segments', () => {
    for (const name of ['discovery', 'confirmation'] as const) {
      const [all, kept] = [text[name], half[name]];
      const of = (own: typeof all, source: number) => own.documents.filter((_, d) => own.sources[d] === source);
      for (const source of [0, 1]) {
        const expected = of(all, source);
        expect(of(kept, source)).toEqual(expected.slice(0, Math.ceil(expected.length / 2)));
      }
      const starts = kept.documents.flatMap((d) => [d * length, d * length + segment]);
      expect([...kept.read.positions]).toEqual(
        starts.flatMap((start) => Array.from({ length: segment }, (_, t) => start + t)),
      );
      expect([...kept.scored.positions]).toEqual([...kept.read.positions].filter((t) => t % segment >= warmUp));
      expect([...kept.readTypes]).toEqual([...kept.read.positions].map((t) => ids[t]));
      expect([...kept.types]).toEqual([...kept.scored.positions].map((t) => ids[t]));
    }
  });

  it('are as many more as a test needs, and all of a text whose documents are not swapped', () => {
    const few = halvesOf(firstOf(60), warmUp);
    expect(few.swapped).toBe('documents');
    const kept = halfOfDocuments(few);
    expect([kept.discovery, kept.confirmation].map((own) => own.documents.length)).toEqual([24, 24]);
    const fewer = halvesOf(firstOf(40), warmUp);
    expect(halfOfDocuments(fewer)).toBe(fewer);
  });

  it('are what the networks read, and nothing else', async () => {
    const { found } = await read(networks, { observed: poisoned });
    const task = { engine, unlearnt: { architecture, initialization: 'glorot', seed: 1 }, networks } as const;
    const whole = { ids, segments: context.observed.segments, arrays: ['hidden.1'], view: bothScored(text) };
    let network = 0;
    for await (const each of untrainedNetworks({ ...task, ...whole })) {
      // Of all that is read of the whole text, what stands in those documents.
      const all = halved(each, text);
      const activations = mapHalves((name) => {
        const kept = new Set(half[name].scored.positions);
        return all[name].map((row) => row.filter((_, t) => kept.has(text[name].scored.positions[t] ?? -1)));
      });
      const bench = benchOf(inputWith(activations, context, half, context.compared));
      for (const name of ['discovery', 'confirmation'] as const) {
        const [expected = new Float64Array()] = await effectsOn(bench, name);
        for (const [neuron, effect] of expected.entries())
          expect(found[network]?.[name][0]?.[neuron]).toBeCloseTo(effect, 5);
      }
      network++;
    }
    expect([network, found.length]).toEqual([networks, networks]);
  });

  it('are not enough where documents have labels', async () => {
    const label = { name: 'long', says: { whether: 'it is long' }, number: false, values: new Float32Array(121) };
    const documents = [label] as unknown as EvidenceContext['documents'];
    await expect(read(1, { documents, observed: poisoned })).rejects.toThrow();
  });
});

it.each([
  ['full', 'component', [true, true, true, false, false]],
  ['full', 'none', [false, false, false, false, false]],
  ['quick', 'component', [false, false, false]],
  [{ level: 'quick', catalogue: 1 }, 'component', [false, false, false]],
] as const)('evidence %j and atlas %s asks of them no more than it shows', async (evidence, atlas, expected) => {
  const other = {
    feature: { ...marked.feature, name: 'another' },
    mask: Uint8Array.from(ids, (id) => Number(id === 0)),
  };
  const asking = { ...context, compared: [marked, other], manifest: { ...context.manifest, evidence, atlas } };
  const found = await readingsOf(asking as EvidenceContext, text).untrained(5);
  expect(found.map(({ standing }) => standing !== null)).toEqual(expected);
  // By all features it is told how much the networks differ.
  expect(found.map(({ discovery }) => discovery.length)).toEqual(expected.map(() => 2));
});

describe('networks that are kept', () => {
  it('are read on from where more are asked for, and are the first of more', async () => {
    const two = await read(2);
    expect([two.isRead, two.found.length]).toEqual([true, 2]);
    expect(await read(2)).toEqual({ found: two.found, isRead: false });
    const three = await read(3);
    expect([three.isRead, three.found.slice(0, 2)]).toEqual([true, two.found]);
    expect(await read(1)).toEqual({ found: two.found.slice(0, 1), isRead: false });
  });

  it.each<[string, object]>([
    ['control labels', meaninglessCriteria],
    ['random sets of types', randomTypesCriteria],
    ['what can be tested', testableCriteria],
    ['labels of documents', documentCriteria],
    ['chance', screen],
    ['probes', probes.criteria],
    ['numbers', numberCurveCriteria],
    ['slopes', linearCriteria],
  ])('are read again with other criteria of %s', async (_, criteria) => {
    const own = { ...criteria };
    await read(1);
    expect((await read(1)).isRead).toBe(false);
    Object.assign(criteria, { [Object.keys(own)[0] ?? '']: 7 });
    expect((await read(1)).isRead).toBe(true);
    Object.assign(criteria, own);
  });
});
