/** A small result for the tests of tables. */
import { readFileSync } from 'node:fs';
import { item } from '../../../../runner/core/at.ts';
import type { Evidence } from '../../../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result, ShownText } from '../../../../runner/experiment/results/schema.ts';

export const tokens = ['Stop', '.', ' ', 'Go', '!', '\n', 'naïve', ' ', '\x1b[31m', '🙂', 'e', '\u0301', 'مرحبا', '.'];
const carriers = [1, 4, 13];

const text: ShownText = { tokens, unknown: [], resets: [0], promptLength: 0, nll: [], sidecars: [], predictions: null };

export function feature(changes: Partial<FeatureResult> = {}): FeatureResult {
  const window = (first: number, detected: number) => ({
    first,
    last: first + 1,
    neurons: [first, first + 1].map((neuron) =>
      neuron === detected
        ? { neuron, role: 'detected' as const, rank: 1, score: 1 }
        : { neuron, role: 'neighbour' as const, rank: 7, score: 0.25 },
    ),
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

const published = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../public/results/lstm-dots/${name}.json`, import.meta.url), 'utf8'));
const { atlases, ...whole }: Result = published('result');
export const someEvidence: Evidence = published('claims');
export const someClaim = item(someEvidence.claims, 0);

/** A published one, with a short text, one feature and no evidence. */
export const result = (changes: Partial<Result> = {}): Result => ({
  ...whole,
  id: 'small',
  title: 'Small',
  manifest: { ...whole.manifest, features: [] },
  texts: { observed: text, sampled: { ...text, tokens: ['other', ' ', 'words'] } },
  features: [feature()],
  evidence: null,
  ...changes,
});

/** Neuron n is at 0.75 on carriers and at n / 100 elsewhere. */
export const activationsOf = (_text: string, neuron: number): number[] =>
  tokens.map((_, t) => (carriers.includes(t) ? 0.75 : neuron / 100));
