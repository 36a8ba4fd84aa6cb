/** How much of the text was read, in words. Pure. */
import { percent } from '../core/format.ts';
import type { Result } from '../experiment/results/schema.ts';

/** '5% of what is held out', 'all of the file'; null of results of before, which do not say how much there was. */
export function shareRead({ source, tokens, textTokens }: Result['observation']): string | null {
  if (textTokens === undefined) return null;
  const share = tokens === textTokens ? 'all' : percent(tokens / textTokens);
  return `${share} of ${source === 'held-out' ? 'what is held out' : 'the file'}`;
}
