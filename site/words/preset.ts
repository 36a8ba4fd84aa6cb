/** What the live model is tried with: passages that show the feature. Pure. */
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';

/** Tokens of a passage at most: some lines. */
const most = { word: 40, other: 160 } as const;
/** Passages at most, none within another, and none that shows less than this share of what the best does. */
const shown = 3;
const least = 0.3;

/**
 * From the beginning of a line to where a feature ends, so that its neuron has something to say of what comes next: the passages of the
 * shown text with most tokens both with and without it, the best first. Where there is none, the prompt of the sampled text.
 */
export function presetsOf(
  { texts: { observed, sampled }, model }: Pick<Result, 'texts' | 'model'>,
  feature: Pick<FeatureResult, 'positions'> | undefined,
): readonly (readonly string[])[] {
  const { tokens } = observed;
  const carriers = new Set(feature?.positions.observed);
  const unknown = new Set(observed.unknown);
  /** Of each line its best passage. */
  const passages: { score: number; start: number; end: number }[] = [];
  for (let start = 0; start < tokens.length; start++) {
    if (tokens[start - 1] !== '\n') continue;
    const reset = observed.resets.find((each) => each > start) ?? tokens.length;
    const limit = Math.min(start + (model.unit === 'word' ? most.word : most.other), reset, tokens.length - 1);
    let [own, others, strange] = [0, 0, 0];
    let best = { score: 0, start, end: start };
    for (let place = start; place < limit; place++) {
      if (carriers.has(place)) own++;
      else if (tokens[place]?.trim() !== '') others++;
      if (unknown.has(place)) strange++;
      const score = Math.min(own, others) - strange;
      const ends = carriers.has(place) && !carriers.has(place + 1);
      if (ends && score > best.score) best = { score, start, end: place + 1 };
    }
    if (best.score > 0) passages.push(best);
  }
  const chosen: typeof passages = [];
  for (const { score, start, end } of passages.sort((a, b) => b.score - a.score)) {
    const isApart = chosen.every((other) => other.end <= start || end <= other.start);
    if (isApart && score >= least * (chosen[0]?.score ?? 0)) chosen.push({ score, start, end });
  }
  if (chosen.length > 0) return chosen.slice(0, shown).map(({ start, end }) => tokens.slice(start, end));
  return [sampled.promptLength > 0 ? sampled.tokens.slice(0, sampled.promptLength) : tokens.slice(0, 13)];
}
