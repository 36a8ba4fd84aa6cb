/** The nearest of the words that would have been right. Imports only the edit distance. */
import { distance } from 'fastest-levenshtein';

/** At most two mistakes, or one in three letters; null when no word is that near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const mistakes = distance(word.toLowerCase(), candidate.toLowerCase());
    // With short words two mistakes can replace every letter: more must stay than change.
    if (mistakes <= limit && mistakes < least && 2 * mistakes < Math.max(word.length, candidate.length) + 1) {
      best = candidate;
      least = mistakes;
    }
  }
  return best;
}
