/** Whether a rival speaks against a claim, and in which words. Pure. */
import type { Reason } from './reasons-schema.ts';
import type { RivalTold } from './rungs-schema.ts';

export const spokenCriteria = {
  adjustedP: 0.05,
  /**
   * A neuron that is on the other side than the label at fewer of the tokens of its class, and of those of either side, follows hardly
   * anything else. A label that errs at a tenth of the tokens is refused by it, and one that errs at a fortieth is not (`npm run calibrate`).
   */
  disagree: 0.05,
  ofSide: 0.2,
} as const;

export const isSpokenAgainst = (beside: { rivals: readonly RivalTold[] } | null | undefined): boolean =>
  beside != null && againstOf(beside) !== null;

/** The nearest rival that speaks against the claim, as the reason why it fails; null: none does. */
export function againstOf({ rivals }: { rivals: readonly RivalTold[] }): Reason | null {
  const better = rivals.filter(({ below }) => below < spokenCriteria.adjustedP);
  const found = better[0] ?? rivals.find(({ flat }) => flat);
  if (found === undefined) return null;
  const { of, label, rival } = found;
  if ('shift' in of) return { code: 'shifted', tokens: of.shift };
  if ('number' in of) return { code: 'number behind', says: of.number, rival };
  return better.length > 0
    ? { code: 'rival', feature: of.feature, label, rival }
    : { code: 'only with', feature: of.feature };
}
