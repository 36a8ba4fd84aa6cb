/** The excerpts of a claim by kind, in the order in which the pages show them, and what is said below them. Pure. */
import type { Examples, Excerpt } from '../../runner/analysis/findings/shown-schema.ts';
import { percent, significant } from '../../runner/core/format.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';

/** By kind, in the order in which they are shown. */
export const excerptGroups = ({
  highest,
  lowest,
  quantiles,
  random,
  numbers = [],
}: Examples): Record<string, Excerpt[]> => ({
  ...(numbers.length > 0 && {
    'Where the number is low, in the middle, high': numbers.flatMap(({ excerpts }) => excerpts),
  }),
  Highest: highest,
  Lowest: lowest,
  'From low to high': quantiles.map(({ excerpt }) => excerpt),
  'At random': random,
});

/**
 * What becomes of the tokens where a line is drawn at the threshold; of a number, what stands beside them.
 * @param among the feature's reference class.
 */
export function thresholdSentence(
  { among, within }: Pick<Claim, 'among' | 'within'>,
  { threshold, ...shares }: Examples,
): string {
  const { sensitivity, specificity } = shares;
  if (threshold === null || sensitivity === null || specificity === null) {
    return 'Beside each example stands the number of the framed token.';
  }
  const others =
    (among === 'words' ? 'other words' : among === 'text' ? 'others (white space not counted)' : 'others') +
    (within === undefined ? '' : ` within “${within}”`);
  const found =
    shares.precision === null ? '' : `; ${percent(shares.precision, 0)} of the tokens that it finds carry the feature`;
  return (
    `Underlined tokens carry the feature. A threshold of ${significant(threshold)}, chosen on the discovery half, finds ` +
    `${percent(sensitivity, 0)} of them and leaves out ${percent(specificity, 0)} of the ${others}${found}.`
  );
}

/** ', where the number is 4'; nothing of a feature that is none. */
export function framedNumber({ numbers, centre }: Excerpt): string {
  const number = numbers?.[centre] ?? null;
  return number === null ? '' : `, where the number is ${significant(number)}`;
}
