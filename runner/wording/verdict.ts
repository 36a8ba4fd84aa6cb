/** How far a claim got, in words: a phrase, and one sentence without numbers that is no stronger than they are. Pure. */

import type { VerdictLevel } from '../analysis/findings/claim-schema.ts';
import { counted, pluralOf, significant } from '../core/format.ts';
import type { Claim } from '../experiment/results/evidence-schema.ts';
import { placePhrase } from './falls.ts';
import { neuronFirst } from './neuron-name.ts';

/** A verdict in a phrase, as it stands where no claim stands beside it. */
export const verdictNames: Readonly<Record<VerdictLevel, string>> = {
  'not confirmed': 'not confirmed',
  confirmed: 'holds on other documents; whether it was learned was not asked',
  'meaningless too': 'does as well on random labels',
  'untrained too': 'not learned (untrained networks do this too)',
  'goes with it': 'goes with it, but carries something else',
  tells: 'tells this or something close to it',
  marks: 'learned to mark the token',
  announces: 'learned to see it coming',
  remembers: 'learned to remember it',
  used: 'remembers it, and the network uses it',
  replicated: 'remembers it, the network uses it, and other networks have such a neuron',
};

/** What other networks have: whether they use their neuron as well was not asked of them. */
function inOthers({ verdict, rungs }: Pick<Claim, 'verdict' | 'rungs'>): string | null {
  const { measured } = rungs.replicated;
  if (verdict.level !== 'replicated' || measured === null) return null;
  return `${measured.having} of ${counted(measured.networks, 'other network')} ${pluralOf(measured.having, 'has', 'have')} such a neuron`;
}

/** Whether it is this or something close to it cannot be told, and the network uses it. */
const isEither = ({ verdict, rungs }: Pick<Claim, 'verdict' | 'rungs'>): boolean =>
  verdict.level === 'tells' && rungs.used.status === 'passed';

/** The verdict on a claim in a phrase: that of its level, and of how many networks. */
export function verdictPhrase(claim: Pick<Claim, 'verdict' | 'rungs'>): string {
  if (isEither(claim)) return `${verdictNames.tells}, and the network uses it`;
  const others = inOthers(claim);
  return others === null ? verdictNames[claim.verdict.level] : `remembers it, the network uses it, and ${others}`;
}

/**
 * From which size on a sentence says so without a reserve. `knows`, `partly`: the local AUC's distance from .5 (an AUC of
 * .9, of .6; of a number a rank correlation of .8, of .2); `uses`: nats that the wrong state costs at a token: 1% of the perplexity. On average (other documents' states
 * subtracted) or, where the average is less, at the place where the effect falls.
 */
const sentenceCriteria = { knows: 0.4, partly: 0.1, uses: 0.01 } as const;

/** What the neuron knows: 'Neuron 408 knows whether it is inside quotation marks, and the network uses it.' */
export function headline(
  claim: Parameters<typeof neuronFirst>[0] &
    Pick<Claim, 'says' | 'decidedByToken' | 'verdict' | 'effect' | 'rungs' | 'lagProfile' | 'falls'>,
): string {
  const { says, decidedByToken, verdict } = claim;
  const asked = askedOf(says);
  // What is remembered of a token is as sure as it is later, not as it is at the token.
  const localAuc = rememberedAuc(claim) ?? claim.effect?.localAuc ?? null;
  const uses = usesPhrase(claim);
  const effect = localAuc === null ? 0 : Math.abs(localAuc - 0.5);
  const partly = effect >= sentenceCriteria.knows ? '' : effect >= sentenceCriteria.partly ? 'partly ' : 'barely ';
  const others = inOthers(claim);
  const knows = `${partly}${decidedByToken ? `remembers ${remembered(says)}` : `knows ${asked}`}${steps(claim)}`;
  const said: Readonly<Record<VerdictLevel, string>> = {
    'not confirmed': `is not shown to tell ${asked}`,
    confirmed: `${partly}tells ${asked}; whether it learned to was not asked`,
    'untrained too': `${partly}tells ${asked}, but a network that never learned may have such a neuron too`,
    'meaningless too': `${partly}tells ${asked}, but the network tells control labels as well`,
    'goes with it': `${partly}tells ${asked}, but ${instead(claim)}`,
    tells: `${partly}tells ${asked}${steps(claim)}, or something close to it${isEither(claim) ? ', and the network uses it' : ''}`,
    marks: says.number
      ? `has learned to ${partly}tell ${asked}${steps(claim)}`
      : `has learned to ${partly}mark where ${says.whether}`,
    announces: `${partly}knows beforehand ${asked}`,
    remembers: `${knows}; ${notUsed(claim)}`,
    used: `${knows}, and the network ${uses}`,
    replicated: others === null ? `${knows}, and the network ${uses}` : `${knows}, the network ${uses}, and ${others}`,
  };
  return `${neuronFirst(claim)} ${said[verdict.level]}.`;
}

/** 'whether it is inside quotation marks'; of a number 'how many b's are still owed'. */
export const askedOf = ({ whether, number }: Claim['says']): string => (number ? whether : `whether ${whether}`);

/** ' (it falls by 0.12 a step)'; nothing where the feature is no number, or it may as well be flat. */
function steps({ effect }: Pick<Claim, 'effect'>): string {
  const number = effect?.number;
  if (number === undefined) return '';
  const [low, high] = number.interval;
  if (low <= 0 && high >= 0) return '';
  return ` (it ${number.slope > 0 ? 'rises' : 'falls'} by ${significant(Math.abs(number.slope), 2)} a step)`;
}

/** What it carries in the feature's place. */
function instead({ rungs: { specific } }: Pick<Claim, 'rungs'>): string {
  const { reason } = specific;
  if (reason?.code === 'rival') return `follows “${reason.feature}”`;
  if (reason?.code === 'number behind') return `knows more: ${reason.says}`;
  if (reason?.code === 'shifted')
    return `${Math.abs(reason.tokens) === 1 ? 'a token' : `${Math.abs(reason.tokens)} tokens`} ${reason.tokens < 0 ? 'early' : 'late'}`;
  return 'carries something else that goes with it';
}

/** What is said of a claim that the network is not shown to use. */
function notUsed({ rungs: { used } }: Pick<Claim, 'rungs'>): string {
  if (used.reason?.code === 'nothing together')
    return 'alone it moves the output; with the others that carry it, nothing';
  if (used.reason?.code === 'harms') return 'the network does better with the wrong state';
  return 'that the network uses it is not shown';
}

/** 'uses it', 'uses it where “I” comes next', 'uses it a little'. */
function usesPhrase({ rungs, falls }: Pick<Claim, 'rungs' | 'falls'>): string {
  const average = rungs.used.measured?.difference ?? null;
  if (average === null || average >= sentenceCriteria.uses) return 'uses it';
  const place = falls?.place ?? null;
  return place !== null && place.flip >= sentenceCriteria.uses
    ? `uses it ${placePhrase(place.of)}`
    : 'uses it a little';
}

/**
 * Of a feature that the token decides, the largest local AUC, by its distance from .5, among the lags at which it is remembered; null:
 * none is, or the neuron has not learned it at all, so that what it has at the token is told.
 */
export function rememberedAuc({
  decidedByToken,
  lagProfile,
  rungs,
}: Pick<Claim, 'decidedByToken' | 'lagProfile' | 'rungs'>): number | null {
  if (!decidedByToken || lagProfile === null || rungs.learned.status === 'failed') return null;
  const { remembered: at, lags, localAuc } = lagProfile;
  const areas = at.flatMap((lag) => localAuc[lags.indexOf(lag)] ?? []);
  return areas.length === 0 ? null : areas.reduce((a, b) => (Math.abs(b - 0.5) > Math.abs(a - 0.5) ? b : a));
}

/** A role at the second token after it or later. */
const remembered = ({ whether, event, number }: Claim['says']): string =>
  event === null
    ? `a few tokens later ${askedOf({ whether, event, number })}`
    : `that ${event} came a few tokens before`;
