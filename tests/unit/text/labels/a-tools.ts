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
  const tools = aTools({ ...(cut === 'whitespace' ? { tokens: cut } : { unit: cut }), ...given });
  const marks = markFeature({ name: 'test', ...feature } as Feature, tokens, tools);
  return tokens.filter((_, position) => marks[position] === 1);
}

/** The tokens that are marked, those that follow one another joined. */
export function runs(tokens: readonly string[], marks: ArrayLike<number>): string[] {
  const found: string[] = [];
  tokens.forEach((token, position) => {
    if (marks[position] !== 1) return;
    if (marks[position - 1] === 1) found.push(`${found.pop()}${token}`);
    else found.push(token);
  });
  return found;
}
