/** The rungs of the evidence ladder as the pages name them, and the signs of their statuses. Pure; runs in the browser too. */
import type { Claim, RungName, RungStatus } from '../../runner/results/evidence-schema-1.ts';

/** What each rung asks, in a few words and in one line. `passes`: when it is passed. */
export const rungs: Record<RungName, { name: string; asks: string; passes: string }> = {
  E1: {
    name: 'effect',
    asks: 'How well does the activation tell the tokens that carry the feature from the others of the same segment?',
    passes: 'the 95% interval of the local AUC excludes 0.5, which is no effect',
  },
  E2: {
    name: 'significance',
    asks: 'Is that more than chance, among all neurons and features tested together?',
    passes: 'adjusted p < 0.05 when documents are swapped',
  },
  E3: {
    name: 'held-out text',
    asks: 'Does it hold, in the same direction, on documents that took no part in choosing the neuron?',
    passes: 'adjusted p < 0.05 on those documents, over all claims',
  },
  E4: {
    name: 'specificity',
    asks: 'Is it more than any like set of tokens gives, and more than an untrained network gives?',
    passes: 'p < 0.05 against the sets, and the interval of the lead over untrained networks lies above 0',
  },
  E5: {
    name: 'replication',
    asks: 'Do networks trained from other seeds grow such a neuron?',
    passes: 'at least 60% of at least 5 seeds have one that passes E4',
  },
  E6: {
    name: 'cause',
    asks: 'Does the network use the neuron: is its loss changed at the feature when the neuron is silenced?',
    passes: 'the interval of the difference excludes 0, and p < 0.05 among at least 39 similar neurons',
  },
  E7: {
    name: 'examples',
    asks: 'What does it do in examples of all kinds, not only the best?',
    passes: 'excerpts could be drawn; they are for the reader to judge',
  },
};

const symbols: Record<RungStatus, string> = { passed: '✔', failed: '✖', 'not testable': '–', 'not run': '·' };

export interface BadgeEntry {
  rung: RungName;
  name: string;
  status: RungStatus;
  symbol: string;
}

/** In their order. The schema has them too, but it brings a validator with it that no reader needs. */
const names = Object.keys(rungs) as RungName[];

/** Every rung in its order, whatever became of it. */
export const badgeOf = (statuses: Record<RungName, RungStatus>): BadgeEntry[] =>
  names.map((rung) => {
    const status = statuses[rung];
    return { rung, name: rungs[rung].name, status, symbol: symbols[status] };
  });

/** The badge of a claim. */
export const badge = (claim: Pick<Claim, 'rungs'>): BadgeEntry[] => badgeOf(statusesOf(claim));

/** What became of each rung of a claim. */
export const statusesOf = ({ rungs: tested }: Pick<Claim, 'rungs'>): Record<RungName, RungStatus> =>
  Object.fromEntries(names.map((rung) => [rung, tested[rung].status])) as Record<RungName, RungStatus>;

/** A status as a class of the style sheet: 'not run' -> 'not-run'. */
export const statusClass = (status: RungStatus): string => status.replace(' ', '-');

/** The sign that stands beside a status. */
export const statusSymbol = (status: RungStatus): string => symbols[status];
