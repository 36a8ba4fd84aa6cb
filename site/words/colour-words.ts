/** What the two ends of the colours mean of a neuron that leads a page, in the feature's own words. Pure. */
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { changeWords } from './change.ts';

/** A neuron that is not shown to tell the feature is only low and high. */
export function colourWords(result: Pick<Result, 'manifest'>, claim: Claim | undefined): [low: string, high: string] {
  const level = claim?.verdict.level;
  if (claim === undefined || level === 'not confirmed' || level === 'meaningless too') return ['low', 'high'];
  const { inside, outside } = changeWords(result, claim);
  // 'not the subject is plural' is no English.
  const other = outside === `not ${claim.says.whether}` ? 'otherwise' : outside;
  return claim.sign < 0 ? [inside, other] : [other, inside];
}
