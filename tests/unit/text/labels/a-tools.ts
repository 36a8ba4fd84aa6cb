import type { Cut } from '../../../../runner/core/cut.ts';
import { type Feature, markFeature } from '../../../../runner/text/labels/features.ts';
import type { FeatureTools } from '../../../../runner/text/labels/kind.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

/** For marking features of words that ask for nothing, or for what is given. */
export const aTools = (given: Partial<FeatureTools> = {}): FeatureTools => ({
  tag: () => [],
  rankOf: () => 1,
  unit: 'word',
  ...given,
});

/** The tokens of a text that carry a feature. */
export function carriers(
  feature: object,
  text: string,
  cut: Cut = 'word',
  given: Partial<FeatureTools> = {},
): string[] {
  const tokens = tokenize(text, cut);
  const marks = marksOf(feature, tokens, cut, given);
  return tokens.filter((_, position) => marks[position] === 1);
}

function marksOf(feature: object, tokens: readonly string[], cut: Cut, given: Partial<FeatureTools>): Uint8Array {
  const tools = aTools({ ...(cut === 'whitespace' ? { tokens: cut } : { unit: cut }), ...given });
  return markFeature({ name: 'test', ...feature } as Feature, tokens, tools);
}

/** The text, with the stretches of tokens that carry a feature between ‹ and ›. */
export function shown(feature: object, text: string, cut: Cut = 'word', given: Partial<FeatureTools> = {}): string {
  const tokens = tokenize(text, cut);
  const carrying = marksOf(feature, tokens, cut, given);
  let [written, end] = ['', 0];
  for (const [t, token] of tokens.entries()) {
    const from = text.indexOf(token, end);
    const [opens, closes] = [-1, 1].map((next) => carrying[t] === 1 && carrying[t + next] !== 1);
    written += `${text.slice(end, from)}${opens ? '‹' : ''}${token}${closes ? '›' : ''}`;
    end = from + token.length;
  }
  return written + text.slice(end);
}
