/** What is kept of untrained networks counts only while all that it was measured by is the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ObservedText } from '../../../../runner/corpus/observe-text.ts';
import { referenceEngine as engine } from '../../../../runner/engines/reference/engine.ts';
import type { EvidenceContext } from '../../../../runner/experiment/context.ts';
import { halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import { untrainedEffects } from '../../../../runner/experiment/evidence/untrained-effects.ts';
import { screen } from '../../../../runner/ladder/choice.ts';
import { meaninglessCriteria } from '../../../../runner/ladder/control-labels.ts';
import { numberCurveCriteria } from '../../../../runner/ladder/number-curve.ts';
import { probes } from '../../../../runner/ladder/probe.ts';
import { randomTypesCriteria } from '../../../../runner/ladder/random-types.ts';
import { documentCriteria } from '../../../../runner/stats/document-labels.ts';
import { linearCriteria } from '../../../../runner/stats/ridge-linear.ts';
import { testableCriteria } from '../../../../runner/stats/testable.ts';
import { initialWeights } from '../../../../runner/training/initialization.ts';

const folder = mkdtempSync(join(tmpdir(), 'untrained-effects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const architecture = { cell: 'rnn', layers: 1, units: 2, embedding: 0, vocabulary: 3 } as const;
const segment = 8;
const documents = Array.from({ length: 48 }, (_, d) => ({ hash: `${d}`.padStart(64, '0'), source: 'a' }));
const ids = Int32Array.from({ length: documents.length * segment }, (_, t) => (t * t) % 3);
const observed: Partial<ObservedText> = {
  ids,
  tokens: Array.from(ids, String),
  segments: documents.map((_, d) => [d * segment, segment]),
  documentOfSegment: [...documents.keys()],
  before: new Int32Array(),
  documents: documents as ObservedText['documents'],
};
// Only what networks that never learnt are read and looked at by.
const context = {
  manifest: {
    ...{ seed: 1, evidence: 'full', atlas: 'none', features: [], detect: {}, observe: {} },
    record: { component: 'hidden', layer: 1 },
    model: { initialization: 'glorot', embedding: { from: 'drawn' } },
  },
  ...{ paths: { run: folder }, compared: [], features: [], documents: [], vectors: null, tools: { unit: 'word' } },
  checkpoint: { architecture, weights: initialWeights(architecture, 'glorot', 1), vocabulary: ['a', 'b', 'c'] },
  ...{ observed, engine, drawn: { component: 'hidden', layer: 1 } },
  ...{ now: () => new Date(0), interrupted: () => false },
} as unknown as EvidenceContext;
const text = halvesOf(context.observed, 0);

async function isRead(): Promise<boolean> {
  let read = false;
  const onProgress = () => {
    read = true;
  };
  await untrainedEffects(context, text, 'drawn', { onProgress });
  return read;
}

it.each<[string, object]>([
  ['control labels', meaninglessCriteria],
  ['random sets of types', randomTypesCriteria],
  ['what can be tested', testableCriteria],
  ['labels of documents', documentCriteria],
  ['chance', screen],
  ['probes', probes.criteria],
  ['numbers', numberCurveCriteria],
  ['slopes', linearCriteria],
])('with other criteria of %s the networks are read again', async (_, criteria) => {
  const own = { ...criteria };
  await isRead();
  expect(await isRead()).toBe(false);
  Object.assign(criteria, { [Object.keys(own)[0] ?? '']: 7 });
  expect(await isRead()).toBe(true);
  Object.assign(criteria, own);
});
