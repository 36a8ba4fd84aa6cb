/** A small result for the tests of tables. */
import { readFileSync } from 'node:fs';
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

const published = new URL('../../../../public/results/lstm-dots/result.json', import.meta.url);
const { atlases, ...whole } = JSON.parse(readFileSync(published, 'utf8')) as Result;

/** A published one, with a short text, one feature and no evidence. */
export const result = (changes: Partial<Result> = {}): Result => ({
  ...{ ...whole, id: 'small', title: 'Small', manifest: { ...whole.manifest, features: [] } },
  texts: { observed: text, sampled: { ...text, tokens: ['other', ' ', 'words'] } },
  ...{ features: [feature()], evidence: null, ...changes },
});

/** Neuron n is at 0.75 on carriers and at n / 100 elsewhere. */
export const activationsOf = (_text: string, neuron: number): number[] =>
  tokens.map((_, t) => (carriers.includes(t) ? 0.75 : neuron / 100));
