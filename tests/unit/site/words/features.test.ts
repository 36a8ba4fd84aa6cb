import { describe, expect, it, test } from 'vitest';
import { arraysOf, type StrongestArrays, strongestTable } from '../../../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasSchema } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import type { Claim } from '../../../../runner/experiment/results/evidence-schema.ts';
import { isCompared } from '../../../../site/browser/live/marks.ts';
import { dotsOf } from '../../../../site/figures/features/swarm.ts';
import {
  bestFinding,
  catalogueNote,
  detectorSentence,
  distinctPlaces,
  type FeatureSources,
  featureSummaryOf,
  openingSentence,
  scored,
} from '../../../../site/words/features/told.ts';
import { acrossFolder, featureOfUrl } from '../../../../site/words/page-features.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../fixtures/results/cases.ts';
import { buildAtlas } from '../../../fixtures/results/made-atlas.ts';

const feature = (name: string) => ({
  name,
  description: 'tokens tagged VBD',
  among: 'words' as const,
  decidedByToken: false,
  carriers: { discovery: 40, confirmation: 50 },
  untestable: null,
  labels: 0.1,
  untrained: { best: 0.15, limit: 0.2 },
  bar: 0.2,
});
const atlas = {
  features: [feature('past tense'), feature('nouns')],
  neurons: 3,
  networks: 2,
  learned: null,
  strongest: { path: '', bytes: 0, neurons: 0, each: 0, side: 0, shown: 2 },
};
const sources: FeatureSources = {
  atlas: atlas as never,
  // Rows are neurons, columns features.
  map: {
    discovery: Float32Array.of(0.6, 0.5, 0.1, 0.5, 0.55, 0.5),
    confirmation: Float32Array.of(0.62, 0.5, 0.08, 0.5, 0.4, 0.5),
    learned: Uint8Array.of(0, 0, 1, 0, 0, 0),
  },
  untrained: Float32Array.of(0.5, 0.5, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3, 0.5, 0.5, 0.5),
  strongest: { shown: Uint8Array.of(0, 1, 0, 0), neuron: new Uint16Array(0) } as StrongestArrays,
  tokens: [],
};
const told = featureSummaryOf(sources, 0);
describe('what is told of a feature', () => {
  it('ranks neurons by the other half than that whose score is told', () => {
    expect(told.best.map(({ neuron }) => neuron)).toEqual([1, 0, 2]);
    expect(told.best.map(({ confirmation }) => scored(confirmation))).toEqual([
      '↓\u00a00.92',
      '↑\u00a00.62',
      '↓\u00a00.60',
    ]);
    expect([told.learned, told.shown]).toEqual([1, [1]]);
  });

  it('shows the untrained network whose best neuron is best, and the best of each', () => {
    expect(told.untrained?.best.map((far) => Number(far.toFixed(3)))).toEqual([0.1, 0.2]);
    expect(told.untrained?.effects.map((effect) => Number(effect.toFixed(2)))).toEqual([0.5, 0.3, 0.5]);
  });

  const catalogue = { neurons: 2, features: 38, claims: [1, 2, 3] as never[] };
  const places = { hit: [], miss: [], 'false alarm': [] };
  const detector = { threshold: -0.5, sensitivity: 0.88, specificity: 0.8, precision: 0.24, places };

  const sentences = Object.fromEntries([
    ['how many tell it, and the best', openingSentence(told)],
    ['the best, where nothing was compared', openingSentence({ ...told, learned: null })],
    ['for how many claims it was corrected', catalogueNote({ catalogue }, [{} as Claim])],
    ['that none was more than chance', catalogueNote({ catalogue }, [])],
    ['nothing without a catalogue', catalogueNote(null, [])],
    ['which neuron has learned it', bestFinding(told)],
    ['which tells it best without having learned it', bestFinding({ ...told, best: told.best.slice(1) })],
    ['which tells it best, where nothing was compared', bestFinding({ ...told, learned: null })],
    ['that it could not be tested', bestFinding({ ...told, best: [] })],
    ['that a score is no detector', told.best[0] && detectorSentence({ ...told.best[0], detector })],
  ]);
  it('is said in sentences', () => expect(sentences).toMatchSnapshot());

  it('reads what the atlas published of the best neurons, with its words', async () => {
    const hostile = caseNamed('hostile');
    const { result, activations } = buildResult(hostile);
    const recorded = activations.get(`observed.${hostile.component}.${hostile.layer}.i8`) ?? [];
    const arrays = await buildAtlas(result, recorded, true);
    const files = atlasFiles(arrays, 'made');
    const index = atlasSchema.parse(
      JSON.parse(new TextDecoder().decode(files[`atlas.${hostile.component}.${hostile.layer}.json`])),
    );
    const { strongest } = index;
    const bytes = files[strongest.path] ?? new Uint8Array();
    const read = arraysOf(strongestTable, bytes, strongest.path, { ...strongest, features: index.features });
    const own = featureSummaryOf(
      { ...sources, atlas: index, map: arrays.map, untrained: null, strongest: read, tokens: arrays.tokens },
      0,
    );
    const [best] = own.best;
    const { observed } = result.texts;
    expect(own.shown).toEqual(result.features[0]?.positions.observed);
    const half = Math.floor(observed.tokens.length / 2);
    for (const { tokens, centre, carriers } of best?.detector?.places.hit ?? []) {
      expect(carriers).toContain(centre);
      // The stretch stands so in the second half of the text.
      expect(observed.tokens.slice(half).join('\u0000')).toContain(tokens.join('\u0000'));
    }
    expect(best?.detector?.places.hit.length).toBeGreaterThan(0);
  });
});

test('a place in the swarm is that of its score', () => {
  const dots = dotsOf([0.5, 0.95, 0.05, 0.5], true);
  const of = (neuron: number) => dots.find((dot) => dot.neuron === neuron);
  expect(of(1)?.x).toBe(of(2)?.x);
  expect(of(1)?.y).not.toBe(of(2)?.y);
  expect(of(0)?.x).toBeLessThan(of(1)?.x ?? 0);
});

test('of neighbours that fail together one is shown', () => {
  const tokens = ['and', ' ', 'I', ' ', 'went', ' ', 'out', ' ', 'into', ' ', 'it'];
  const place = (centre: number, words = tokens) => ({ tokens: words, activations: [], carriers: [], centre });
  const other = place(1, ['so', ' ', 'on']);
  expect(distinctPlaces([place(4), place(6), other], 3)).toEqual([place(4), other]);
  expect(distinctPlaces([place(4), other], 1)).toEqual([place(4)]);
});

test('the same name has the same address in every network, whatever its letters', () => {
  expect(acrossFolder('Past tense')).toBe('past-tense');
  expect(acrossFolder('<script>')).toMatch(/^feature-[a-z0-9]+$/);
  expect(acrossFolder('<script>')).not.toBe(acrossFolder('<style>'));
  expect(featureOfUrl('quotes', { features: [{ name: 'nouns' }, { name: '¿' }] }, 1, '.json')).toMatch(
    /quotes\/features\/feature-2\.json$/,
  );
});

test('what a feature is not compared with has no colour', () => {
  expect(['said', ' ', ',', '42'].map((token) => isCompared(token, 'words'))).toEqual([true, false, false, true]);
  expect(['said', ' ', ','].map((token) => isCompared(token, 'text'))).toEqual([true, false, true]);
  expect(isCompared(' ', 'all')).toBe(true);
});
