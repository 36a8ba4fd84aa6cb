/** Whether a model that was trained elsewhere knows the tokens of the text that it is to read. Pure. */
import { InputError } from '../core/errors.ts';
import type { ObservedText } from '../corpus/observe-text.ts';
import { type ObserveSettings, usualUnknown } from '../corpus/settings.ts';
import type { Unit } from '../corpus/tokens.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';

/** Below this nothing is said. */
const worthSaying = 0.02;
const namedTokens = 5;

interface Read {
  text: Pick<ObservedText, 'tokens' | 'unknown'>;
  observe: Pick<ObserveSettings, 'unknown'>;
  vocabulary: Pick<Vocabulary, 'idOf' | 'size'>;
  unit: Unit;
}

/**
 * @returns what the author should know of the tokens that read as <unk>; null where they are few.
 * @throws InputError when they are a larger share than `observe.unknown`.
 */
export function checkKnown({ text: { tokens, unknown }, observe, vocabulary, unit }: Read): string | null {
  const share = unknown.length / tokens.length;
  if (!(share > worthSaying)) return null;
  const what = `${percent(share)} of the observed tokens are unknown to the model`;
  const lacksSpace = unit === 'word' && vocabulary.idOf(' ') === undefined;
  const why = `Its vocabulary of ${vocabulary.size} tokens lacks most often ${mostFrequent(tokens, unknown)}${lacksSpace ? '. Texts are cut into words, spaces and marks, each a token, and its vocabulary has no space' : ''}`;
  const limit = observe.unknown ?? usualUnknown;
  if (share <= limit) return `${what}. ${why}.`;
  const other = lacksSpace
    ? 'Train the model with spaces as tokens of their own, or take a model of characters'
    : 'Observe a text that is written as the one that the model was trained on (its language, its case)';
  throw new InputError('too-much-unknown', {
    what,
    why: `${why}. More than ${percent(limit)}, and what is found are mostly reactions to ${unit}s that the model cannot tell apart`,
    fix: `${other}; observe.unknown=1 reads this one all the same`,
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** '" " (1200 times), "The" (40 times)' */
function mostFrequent(tokens: readonly string[], unknown: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const position of unknown) {
    const token = tokens[position] ?? '';
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, namedTokens)
    .map(([token, count]) => `${JSON.stringify(token)} (${count} times)`)
    .join(', ');
}
