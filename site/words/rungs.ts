/** The rungs of the evidence ladder as the pages name them, and the signs of their statuses. Pure; runs in the browser too. */
import type { Claim, RungName, RungStatus, VerdictLevel } from '../../runner/results/evidence-schema.ts';

/** A rung's name in a table. */
export const rungLabels: Record<RungName, string> = {
  effect: 'Effect',
  chance: 'Beyond chance',
  heldOut: 'Held out',
  learned: 'Learned',
  context: 'Context',
  used: 'Used',
  replicated: 'Replicated',
};

/** In their order. The schema has them too, but it brings a validator with it that no reader needs. */
export const rungOrder = Object.keys(rungLabels) as RungName[];

const symbols: Record<RungStatus, string> = {
  passed: '✔',
  failed: '✖',
  'not applicable': '○',
  'not testable': '–',
  'not run': '·',
};

/** What became of each rung of a claim. */
export const statusesOf = ({ rungs }: Pick<Claim, 'rungs'>): Record<RungName, RungStatus> =>
  Object.fromEntries(rungOrder.map((rung) => [rung, rungs[rung].status])) as Record<RungName, RungStatus>;

/** A status as a class of the style sheet: 'not run' -> 'not-run'. */
export const statusClass = (status: RungStatus): string => status.replace(' ', '-');

/** The sign that stands beside a status. */
export const statusSymbol = (status: RungStatus): string => symbols[status];

/** A verdict where no claim stands beside it, as in a list to choose from. */
export const verdictNames: Record<VerdictLevel, string> = {
  'not confirmed': 'not confirmed',
  confirmed: 'confirmed on held-out text',
  'untrained too': 'an untrained network has it too',
  marks: 'learned to mark the token',
  announces: 'learned to announce it',
  remembers: 'learned to remember it',
  used: 'remembers it, and the network uses it',
  replicated: 'the same in other networks',
};

/** A verdict as a class of the style sheet: how much it says for the claim. */
export const verdictClass = (level: VerdictLevel): 'verdict-none' | 'verdict-some' | 'verdict-full' =>
  level === 'not confirmed' || level === 'untrained too'
    ? 'verdict-none'
    : level === 'used' || level === 'replicated'
      ? 'verdict-full'
      : 'verdict-some';

/** What each rung asks, and when it is passed. */
export const rungMeanings: Record<RungName, { question: string; passesWhen: string }> = {
  effect: {
    question: 'How large is it?',
    passesWhen: 'Passed when the 95% interval of the local AUC on the confirmation half excludes 0.5.',
  },
  chance: {
    question: 'Is it more than chance among all neurons and features?',
    passesWhen: 'Passed when the adjusted p on the discovery half is below 0.05.',
  },
  heldOut: {
    question: 'Does it hold on documents that took no part in the choice?',
    passesWhen: 'Passed when the one-sided p on the confirmation half, adjusted over all claims, is below 0.05.',
  },
  learned: {
    question: 'Is it more than the best neuron of a network that never learnt?',
    passesWhen:
      'Passed above the one-sided 95% prediction interval of five untrained networks, adjusted over all claims.',
  },
  context: {
    question: 'Does it say more than the token just read?',
    passesWhen: 'Passed when effect and held-out test hold among occurrences of the same token, in the same direction.',
  },
  used: {
    question: 'Does the network act on it?',
    passesWhen: 'Passed when the state flip exceeds that with other documents’ masks, p below 0.05 over all claims.',
  },
  replicated: {
    question: 'Do networks trained from other seeds have such a neuron?',
    passesWhen: 'Passed when at least 60% of four or more other networks have one.',
  },
};
