/** A small result for the tests of tables. */
import { resolvedManifestSchema } from '../../../../runner/experiment/manifest/resolved.ts';
import type { FeatureResult, Result, ShownText } from '../../../../runner/experiment/results/schema.ts';

export const tokens = ['Stop', '.', ' ', 'Go', '!', '\n', 'naïve', ' ', '\x1b[31m', '🙂', 'e', '\u0301', 'مرحبا', '.'];
const carriers = [1, 4, 13];

const text: ShownText = { tokens, unknown: [], resets: [0], promptLength: 0, nll: [], sidecars: [], predictions: null };

export function feature(changes: Partial<FeatureResult> = {}): FeatureResult {
  const window = (first: number, detected: number) => ({
    first,
    last: first + 1,
    neurons: [first, first + 1].map((neuron) => ({
      neuron,
      role: neuron === detected ? ('detected' as const) : ('neighbour' as const),
      rank: neuron === detected ? 1 : 7,
      score: neuron === detected ? 1 : 0.25,
    })),
  });
  return {
    name: 'sentence end',
    description: 'tokens that match [.?!]',
    positions: { observed: carriers, sampled: [] },
    carriers: 30,
    counted: 140,
    warning: null,
    relevance: null,
    windows: [window(2, 3), window(8, 8)],
    heatmapWindows: [],
    ...changes,
  };
}

export function result(changes: Partial<Result> = {}): Result {
  return {
    schema: 1,
    id: 'small',
    title: 'Small',
    description: null,
    manifest: resolvedManifestSchema.parse({
      title: 'Small',
      model: { cell: 'lstm', units: 12, embedding: { size: 3 } },
      train: { clipNorm: 1 },
      record: { component: 'output' },
      features: [],
      detect: { by: 'relevance', neighbours: 1 },
    }),
    provenance: {
      trainingHash: '0'.repeat(64),
      configHash: '0'.repeat(64),
      corpusHash: '0'.repeat(64),
      seed: 0,
      engine: 'reference',
      device: 'cpu',
      versions: {},
      commit: null,
      started: '2026-01-01T00:00:00Z',
      seconds: 1,
      command: '',
    },
    model: {
      cell: 'lstm',
      layers: 1,
      units: 12,
      embedding: 3,
      unit: 'word',
      vocabulary: 9,
      parameters: 99,
      origin: 'trained here',
    },
    corpus: {
      sources: [],
      tokens: 140,
      trainingTokens: 0,
      validationTokens: 0,
      heldOutTokens: 140,
      documents: 1,
    },
    observation: {
      source: 'held-out',
      exposure: 'held out',
      documents: 1,
      segments: 1,
      tokens: 140,
      loss: 1,
      perplexity: 2.7,
    },
    learningCurve: null,
    record: { layer: 1, component: 'output' },
    detection: { by: 'relevance', on: 'observed', count: 2, neighbours: 1, band: null },
    figures: { learningCurve: true, heatmap: true, fourier: true },
    texts: { observed: text, sampled: { ...text, tokens: ['other', ' ', 'words'] } },
    features: [feature()],
    spectra: [],
    evidence: null,
    embedding: null,
    live: null,
    ...changes,
  };
}

/** Neuron n is at 0.75 on carriers and at n / 100 elsewhere. */
export const activationsOf = (_text: string, neuron: number): number[] =>
  tokens.map((_, t) => (carriers.includes(t) ? 0.75 : neuron / 100));
