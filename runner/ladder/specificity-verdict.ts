/** What the measures of E4 together say: more than the token, or not. Pure. */
import type { RungStatus, Specificity } from '../results/evidence-schema-1.ts';

/** Fewer sets of like tokens cannot give a p below .05. */
export const fewestSets = 20;

/**
 * The sets are saturated when half of them have a neuron with an effect of at least this on text that it was not
 * chosen on (an AUC of .95 or more, or of .05 or less): then nearly any tokens are told from the rest, and a claim,
 * whose effect cannot be above .5, has no room to be distinguished by.
 */
const saturation = 0.45;
const level = 0.05;

export const verdicts = {
  more: 'more than the token',
  token: 'reads the token',
  untrained: 'no more than an untrained network',
  notCompared: 'not compared with an untrained network',
  untold: 'cannot be told',
} as const;

export type TokenControl = 'more' | 'alike' | 'saturated' | 'few sets' | 'untold';
export type UntrainedControl = 'more' | 'alike' | 'not run';

export interface Judgement {
  status: RungStatus;
  reason: string | null;
  verdict: (typeof verdicts)[keyof typeof verdicts];
  /** How the claim did against the token itself. */
  token: TokenControl;
  /** How it did against untrained networks. */
  untrained: UntrainedControl;
}

/**
 * A claim passes when it is more than the token gives (p < .05 among at least 20 sets of like tokens that are not
 * saturated; or, where the token does not decide the feature, within the token: interval on the claimed side and
 * p < .05) and more than the untrained networks' best neurons give (paired interval above 0).
 * @param sign the claim's.
 */
export function judgeSpecificity(measured: Omit<Specificity, 'verdict'>, sign: 1 | -1): Judgement {
  const token = measured.decidedByType ? againstSets(measured.sets) : withinTheToken(measured.within, sign);
  const untrained = measured.untrained === null ? 'not run' : measured.untrained.interval[0] > 0 ? 'more' : 'alike';
  const reasons = [tokenReason(token, measured), untrained === 'alike' ? untrainedReason(measured) : null];
  const reason = reasons.filter((each) => each !== null).join(' ');
  const judged = (status: RungStatus, verdict: Judgement['verdict'], why: string | null): Judgement => ({
    status,
    verdict,
    reason: why,
    token,
    untrained,
  });
  if (token === 'more') {
    if (untrained === 'more') return judged('passed', verdicts.more, null);
    if (untrained === 'alike') return judged('failed', verdicts.untrained, reason);
    return judged('not run', verdicts.notCompared, 'No untrained network was read.');
  }
  if (token !== 'untold') return judged('failed', verdicts.token, reason);
  if (untrained === 'alike') return judged('failed', verdicts.untrained, reason);
  return judged('not testable', verdicts.untold, reason);
}

function againstSets(sets: Specificity['sets']): TokenControl {
  if (sets === null || sets.sets < fewestSets) return 'few sets';
  if (sets.median >= saturation) return 'saturated';
  return sets.p < level ? 'more' : 'alike';
}

function withinTheToken(within: Specificity['within'], sign: 1 | -1): TokenControl {
  if (within === null) return 'untold';
  const [low, high] = within.interval;
  const apart = sign > 0 ? low > 0.5 : high < 0.5;
  return apart && within.p < level ? 'more' : 'alike';
}

function tokenReason(token: TokenControl, { sets }: Pick<Specificity, 'sets'>): string | null {
  switch (token) {
    case 'more':
      return null;
    case 'alike':
      return sets === null
        ? 'Among occurrences of the same token the effect is not shown.'
        : 'Sets of like tokens give as large an effect.';
    case 'saturated':
      return 'Nearly any set of like tokens has a neuron that tells it, so nothing is left to be shown.';
    case 'few sets':
      return `${sets?.sets ? `Only ${sets.sets}` : 'No'} sets of like tokens exist, and ${fewestSets} are needed.`;
    case 'untold':
      return 'Too few tokens occur both with the feature and without it.';
    default:
      return token satisfies never;
  }
}

const untrainedReason = ({ untrained }: Pick<Specificity, 'untrained'>): string =>
  `The best neurons of ${untrained?.networks ?? 0} untrained networks are not shown to do worse.`;
