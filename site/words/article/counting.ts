/**
 * What the article 'Counting past what it was taught' rests on, read from the experiment `counter` and the sweep `counting`: the story
 * holds, or it says why it does not; and its numbers as the sentences print them. Pure.
 */
import type { PairSet } from '../../../runner/analysis/pairs/pairs-schema.ts';
import { item } from '../../../runner/core/at.ts';
import { decimal, integer } from '../../../runner/core/format.ts';
import type { Change } from '../../../runner/experiment/results/change-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { accuracyOf, conditionsOf } from '../sweep/measures.ts';
import { rate, spelt } from './story.ts';

export const asked = { feature: "b's owed", sweep: 'counting', cell: 'model.cell' } as const;

/** Networks of these cells are compared, in this order. */
const cells = ['lstm', 'gru', 'rnn'] as const;

/** Of 40 lines 28 or more are right by guessing in fewer than one of 100 networks. */
const beyondGuessing = 0.7;

export type CountingStory = Exclude<ReturnType<typeof countingStory>, string>;

/** The story, or one sentence on why the results do not tell it. */
export function countingStory(result: Result, set: PairSet | undefined, sweep: SweepResult | undefined) {
  const claim = leadClaim(claimsOn(result, { name: asked.feature }));
  const number = claim?.effect?.number;
  if (claim === undefined || !number) return `no claim on ‘${asked.feature}’ was tested`;
  const { learned } = claim.rungs;
  if ((claim.verdict.level !== 'used' && claim.verdict.level !== 'replicated') || learned.measured === null)
    return `the verdict on neuron ${claim.neuron} is: ${verdictPhrase(claim)}`;
  const held = set?.held.find(({ neurons, at }) => neurons.join() === String(claim.neuron) && at === 'mean');
  const course = set?.courses.find(({ neurons }) => neurons.join() === String(claim.neuron));
  if (set?.conditions.length !== 3 || !held || !course) return 'the ends of lines were not asked by three lengths';
  if (item(set.conditions, 0).accuracy < 1) return 'the network errs on lines as long as those that it read';
  const lengths = sweep === undefined ? [] : conditionsOf(sweep);
  if (sweep === undefined || lengths.length !== 3) return 'its sweep was not published';
  const shares = (cell: string) =>
    lengths.map((length) =>
      sweep.trials.flatMap((trial) => (trial.parameters[asked.cell] === cell ? (accuracyOf(trial, length) ?? []) : [])),
    );
  const [lstm, gru, rnn] = cells.map(shares);
  if (!lstm || !gru || !rnn) return 'its sweep lacks a cell';
  return {
    claim,
    neuron: claim.neuron,
    slope: number.slope,
    learned: learned.measured,
    set,
    held,
    course,
    sweep,
    lstm,
    gru,
    rnn,
  };
}

/** How many continuations of all beginnings end their line after as many b's as a's: left alone, and at most of one value held. */
function endingRight({ tokens, sentences }: Pick<Change, 'tokens' | 'sentences'>) {
  const right = (value: number | null): number[] =>
    sentences.flatMap(({ tokens: own, runs }) =>
      (runs.find((run) => run.value === value)?.rows ?? []).map((row) => {
        const text = [...own, ...row.map((place) => item(tokens, place))].join('').trimStart();
        const end = text.indexOf('\n');
        return Number(end > 0 && 2 * (text.slice(0, end).lastIndexOf('a') + 1) === end);
      }),
    );
  const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
  const free = right(null);
  const held = item(sentences, 0).runs.flatMap(({ value }) => (value === null ? [] : sum(right(value))));
  return { rows: free.length, free: sum(free), held: Math.max(...held), values: spelt(held.length) };
}

export function countingNumbers(result: Result, story: CountingStory, change: Pick<Change, 'tokens' | 'sentences'>) {
  const { claim, set, held, lstm, gru, rnn, learned } = story;
  const [near, middle, far] = set.conditions;
  const right = (condition: typeof near) => {
    if (condition === undefined) return '';
    return `${integer(condition.accuracy * condition.pairs)} of ${integer(condition.pairs)}`;
  };
  const beyond = (shares: readonly (readonly number[])[], length: number) =>
    item(shares, length).filter((share) => share >= beyondGuessing).length;
  const networks = item(lstm, 0).length;
  const others = set.held.find(
    ({ at, conditions }) => at === 'mean' && conditions.every(({ accuracy }) => accuracy === 1),
  );
  return {
    neuron: story.neuron,
    units: integer(result.model.units),
    trained: integer(result.corpus.trainingTokens),
    auc: rate(claim.effect?.localAuc ?? Number.NaN),
    slope: decimal(story.slope, 2),
    untrained: rate(0.5 + Math.max(...learned.best)),
    networksUntrained: spelt(learned.networks),
    ends: endingRight(change),
    near: right(near),
    middle: right(middle),
    far: right(far),
    heldRight: right(held.conditions[0]),
    /** A neuron that was held, and with which every line ends where it should. */
    freed: others && {
      neuron: item(others.neurons, 0),
      tried: spelt(set.held.filter(({ at }) => at === 'mean').length),
    },
    each: spelt(networks),
    allNear: [lstm, gru, rnn].every((shares) => item(shares, 0).every((share) => share >= beyondGuessing)),
    lstm: { middle: spelt(beyond(lstm, 1)), far: spelt(beyond(lstm, 2)) },
    gru: { middle: spelt(beyond(gru, 1)), far: spelt(beyond(gru, 2)), best: percentOf(Math.max(...item(gru, 1))) },
    rnn: { middle: spelt(beyond(rnn, 1)), far: spelt(beyond(rnn, 2)) },
  };
}

const percentOf = (share: number): string => `${decimal(100 * share, 0)}%`;
