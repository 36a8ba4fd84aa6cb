/** How far a claim got: one level, one phrase, one sentence without numbers, and which claim of a feature leads. Pure. */
import { type Verdict, type VerdictLevel, verdictLevels } from '../results/claim-schema.ts';
import type { Rungs } from '../results/rungs-schema.ts';
import type { LagProfile } from '../results/shown-schema.ts';
import { learnedCriteria } from './rungs/learned.ts';

interface Judged {
  decidedByToken: boolean;
  rungs: Rungs;
  role: LagProfile['role'];
}

/** `chance` does not count: it screens who may be claimed, and never overrules `heldOut`. */
export function levelOf({ rungs, decidedByToken, role }: Judged): VerdictLevel {
  const passed = (name: keyof Rungs) => rungs[name].status === 'passed';
  if (!passed('effect') || !passed('heldOut')) return 'not confirmed';
  if (rungs.learned.status === 'failed') return isUntrainedToo(rungs) ? 'untrained too' : 'meaningless too';
  if (!passed('learned')) return 'confirmed';
  const remembers = decidedByToken ? role === 'remembers' : passed('context');
  if (!remembers) return decidedByToken && role === 'announces' ? 'announces' : 'marks';
  if (!passed('used')) return 'remembers';
  return passed('replicated') ? 'replicated' : 'used';
}

const isUntrainedToo = ({ learned: { measured } }: Rungs): boolean =>
  measured === null || measured.adjustedP >= learnedCriteria.adjustedP;

const phrases: Readonly<Record<VerdictLevel, string>> = {
  'not confirmed': 'not confirmed',
  confirmed: 'holds on other documents; whether it was learned was not asked',
  'untrained too': 'an untrained network has it too',
  'meaningless too': 'labels without meaning are told as well',
  marks: 'learned to mark the token',
  announces: 'learned to announce it',
  remembers: 'learned to remember it',
  used: 'remembers it, and the network uses it',
  replicated: 'remembers it, and the network uses it',
};

/** Whether the other networks use their neuron as well is not asked: they are counted by 'heldOut' and 'learned'. */
export function verdictOf(claim: Judged): Verdict {
  const level = levelOf(claim);
  const measured = claim.rungs.replicated.measured;
  if (level !== 'replicated' || measured === null) return { level, phrase: phrases[level] };
  const seeds = `${measured.having} of ${measured.networks} other networks have such a neuron`;
  return { level, phrase: `remembers it, the network uses it, and ${seeds}` };
}

/**
 * From which size on a sentence says so without a reserve. `knows`, `partly`: the local AUC's distance from .5 (an AUC of
 * .9, of .6); `uses`: nats a token that the wrong state costs, other documents' states subtracted: 1% of the perplexity.
 */
const sentenceCriteria = { knows: 0.4, partly: 0.1, uses: 0.01 } as const;

export interface Headline {
  neuron: number;
  /** The feature's clause: 'it is inside quotation marks'. */
  what: string;
  /** A token that decides the feature is remembered, where a state goes on. */
  decidedByToken: boolean;
  verdict: Verdict;
  /** Null where the rung measured nothing. */
  localAuc: number | null;
  excessFlip: number | null;
}

/** What the neuron knows, in a sentence without numbers that is no stronger than they are. */
export function headlineOf({
  neuron,
  what,
  verdict: { level, phrase },
  decidedByToken,
  localAuc,
  excessFlip,
}: Headline): string {
  const seeds = /, and \d+ of \d+ other networks have such a neuron$/.exec(phrase)?.[0];
  const effect = localAuc === null ? 0 : Math.abs(localAuc - 0.5);
  const partly = effect >= sentenceCriteria.knows ? '' : effect >= sentenceCriteria.partly ? 'partly ' : 'barely ';
  const uses = excessFlip !== null && excessFlip < sentenceCriteria.uses ? 'uses it a little' : 'uses it';
  const knows = `${partly}${decidedByToken ? `remembers ${cameBefore(what)}` : `knows whether ${what}`}`;
  const said: Readonly<Record<VerdictLevel, string>> = {
    'not confirmed': `is not shown to tell whether ${what}`,
    confirmed: `${partly}tells whether ${what}; whether it learned to was not asked`,
    'untrained too': `${partly}tells whether ${what}, but a network that never learned may have such a neuron too`,
    'meaningless too': `${partly}tells whether ${what}, but the network tells labels without meaning as well`,
    marks: `has learned to ${partly}mark where ${what}`,
    announces: `${partly}knows beforehand whether ${what}`,
    remembers: `${knows}; that the network uses it is not shown`,
    used: `${knows}, and the network ${uses}`,
    replicated: seeds === undefined ? `${knows}, and the network ${uses}` : `${knows}, the network ${uses}${seeds}`,
  };
  return `Neuron ${neuron} ${said[level]}.`;
}

/** 'the token is a comma' -> 'that a comma came a few tokens before': a role at the second token after it or later. */
function cameBefore(what: string): string {
  const [, noun, verb, rest = ''] = /^(?:the|its) (\w+) (is|has|ranks|drew) (.+)$/.exec(what) ?? [];
  if (noun === undefined) return `a few tokens later whether ${what}`;
  const named = verb === 'is' && /^(?:an? |“)/.test(rest);
  return `that ${named ? rest : `a ${noun} that ${verb} ${rest}`} came a few tokens before`;
}

export const rankOf = (level: VerdictLevel): number => verdictLevels.indexOf(level);

/** For each claim, whether it leads its feature: highest verdict, of equal ones the largest effect, then the first. */
export function leads(
  claims: readonly { feature: string; verdict: Verdict; rungs: Pick<Rungs, 'effect'> }[],
): boolean[] {
  const size = ({ rungs }: (typeof claims)[number]) =>
    rungs.effect.measured === null ? -1 : Math.abs(rungs.effect.measured.localAuc - 0.5);
  const best = new Map<string, (typeof claims)[number]>();
  for (const claim of claims) {
    const known = best.get(claim.feature);
    const higher =
      known === undefined ||
      rankOf(claim.verdict.level) > rankOf(known.verdict.level) ||
      (claim.verdict.level === known.verdict.level && size(claim) > size(known));
    if (higher) best.set(claim.feature, claim);
  }
  return claims.map((claim) => best.get(claim.feature) === claim);
}
