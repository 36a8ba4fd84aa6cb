/** Four reasons to believe a finding, or not to: a question, a number, a small picture and a sentence each. Pure. */
import type { RungStatus } from '../../runner/analysis/findings/rungs-schema.ts';
import { counted, decimal, integer, percent } from '../../runner/core/format.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { reasonSentence } from '../../runner/wording/reasons.ts';
import type { FeatureSummary } from './features/told.ts';
import { changed, likelihood, scoreAt } from './folded.ts';
import { rivalName } from './rung-rows.ts';
import { answered } from './rungs.ts';

/** A row of a card's picture: marks on its axis, with a name before them. */
export interface CardRow {
  label: string;
  marks: { kind: 'dot' | 'tick' | 'bar' | 'limit'; at: number; to?: number }[];
}

export interface Card {
  question: string;
  status: RungStatus;
  number: string;
  text: string;
  /** None where nothing was measured. */
  rows: CardRow[];
  axis: { from: number; top: number; ticks: { at: number; label: string }[] };
}

type Says = Pick<Claim['says'], 'number'>;

const axisTo = (top: number, from: number, lowest: string, at: number, label: string): Card['axis'] => ({
  from,
  top,
  ticks: [
    { at: from, label: lowest },
    { at, label },
  ],
});
const scores = axisTo(1, 0.5, '0.5, guessing', 1, '1');
const correlations = axisTo(1, 0, '0, none', 1, '1');
const axisOf = ({ number }: Says): Card['axis'] => (number ? correlations : scores);

/** Returns the place of a distance from .5 on that axis; at its lower end if the neuron goes the other way. */
const along = (distance: number, { number }: Says): number =>
  number ? Math.min(1, Math.max(0, 2 * distance)) : Math.min(1, 0.5 + Math.max(0, distance));

interface Measured {
  /** Distance of the local AUC from .5 on pages that took no part in the choice, negative against the chosen direction. */
  distance: number;
  /** Distances as well. */
  interval: readonly [low: number, high: number] | null;
  sign: 1 | -1;
  says: Says;
}

/** Returns how far an area is from .5 in the direction that was chosen. */
const inDirection = (area: number, sign: 1 | -1): number => sign * (area - 0.5);

function newPages(status: RungStatus, { distance, interval, sign, says }: Measured): Card {
  const score = scoreAt(distance, says, 2);
  const sure = interval === null ? '' : ` (95% interval ${interval.map((end) => scoreAt(end, says, 2)).join(' to ')})`;
  return {
    question: 'On pages it never saw?',
    status,
    number: score,
    axis: axisOf(says),
    text: says.number
      ? `On the pages that chose it, its values ${sign < 0 ? 'fall' : 'rise'} with the numbers. On other pages the rank correlation in that direction is ${score}${sure}.`
      : `On pages that took no part in choosing it: of two tokens of one passage, one with the feature and one without, it tells which is which ${integer(100 * (0.5 + distance))} times in 100${sure}.`,
    rows: [
      {
        label: 'this neuron',
        marks: [
          ...(interval === null
            ? []
            : [{ kind: 'bar' as const, at: along(interval[0], says), to: along(interval[1], says) }]),
          { kind: 'dot', at: along(distance, says) },
        ],
      },
    ],
  };
}

interface Untrained {
  networks: number;
  /** Distances from .5 of the best neuron of each. */
  best: readonly number[];
  /** What one more would hardly pass. */
  limit: number | null;
  /** Of this network's best neuron for labels drawn by lot. */
  labels: number | null;
}

function anyNetwork(
  status: RungStatus,
  { distance, says }: Measured,
  untrained: Untrained | null,
  why: string | null,
): Card {
  const question = 'Or would any network do that?';
  const axis = axisOf(says);
  const least = untrained?.labels == null ? '' : scoreAt(untrained.labels, says, 2);
  if (untrained === null || untrained.limit === null || untrained.best.length === 0) {
    const text =
      why ?? (least === '' ? 'No untrained network was read beside this one.' : `For labels drawn by lot: ${least}.`);
    return { question, status, number: least === '' ? '–' : least, text, rows: [], axis };
  }
  const most = Math.max(...untrained.best);
  const lot = least === '' ? '' : ` For labels drawn by lot the best of this network scores ${least}.`;
  return {
    question,
    status,
    axis,
    number: scoreAt(most, says, 2),
    text: `The best neuron in each of ${counted(untrained.networks, 'network')} that learned nothing scores ${scoreAt(most, says, 2)} at most, this one ${scoreAt(distance, says, 2)}; above ${scoreAt(untrained.limit, says, 2)} it counts as learned.${lot}`,
    rows: [
      { label: 'this one', marks: [{ kind: 'dot', at: along(distance, says) }] },
      {
        label: 'untrained',
        marks: [
          ...untrained.best.map((each) => ({ kind: 'tick' as const, at: along(each, says) })),
          { kind: 'limit', at: along(untrained.limit, says) },
        ],
      },
    ],
  };
}

const lookAlikes = 'Is it this, or a look-alike?';

function lookAlike({ status, reason, measured }: Claim['rungs']['specific']): Card {
  const rival = measured?.rivals[0];
  const why = reason === null ? null : reasonSentence(reason);
  // Where nothing could be told apart its numbers say nothing.
  if (rival === undefined || (status !== 'passed' && status !== 'failed'))
    return { question: lookAlikes, status, number: '–', axis: scores, rows: [], text: why ?? 'None was found.' };
  return {
    question: lookAlikes,
    status,
    number: decimal(rival.label),
    axis: scores,
    text: `The nearest is ${rivalName(rival.of)}. Where that stays the same, the neuron still tells the feature at ${decimal(rival.label)}; where the feature stays the same, it tells that at ${decimal(rival.rival)}.${why === null ? '' : ` ${why}`}`,
    rows: [
      { label: 'the feature', marks: [{ kind: 'dot', at: Math.max(0.5, rival.label) }] },
      { label: 'look-alike', marks: [{ kind: 'tick', at: Math.max(0.5, rival.rival) }] },
    ],
  };
}

const doesUse = 'Does the network use it?';

/** The scale of losses: the smallest of a few that holds all, so that effects of like size look alike. */
function lossAxis(shares: readonly number[]): Card['axis'] {
  const from = [-0.2, -0.5, -1].find((end) => shares.every((share) => share > end)) ?? -1;
  return axisTo(-from / 4, from, `−${percent(-from, 0)}`, 0, '0');
}

function used({ status, reason, measured }: Claim['rungs']['used']): Card {
  if (measured === null) {
    const text = reason === null ? 'The network was not read with it held at another value.' : reasonSentence(reason);
    return { question: doesUse, status, number: '–', text, rows: [], axis: lossAxis([]) };
  }
  const share = (nats: number): number => Math.expm1(-nats);
  const others = measured.others.map(share);
  const axis = lossAxis([share(measured.flip), ...others]);
  const within = (at: number): number => Math.min(axis.top, at);
  const isTried = others.length > 0;
  const beside = isTried
    ? `Forced by where other pages have theirs: ${measured.others.map(changed).join(', ')}.`
    : 'That is no loss, so the states of other pages were not tried.';
  return {
    question: doesUse,
    status,
    axis,
    number: changed(measured.flip),
    text: `Force it to the wrong side, and what really comes next gets ${likelihood(measured.flip)}. ${beside}`,
    rows: [
      { label: 'wrong side', marks: [{ kind: 'dot', at: within(share(measured.flip)) }] },
      ...(isTried
        ? [{ label: 'other pages', marks: others.map((at) => ({ kind: 'tick' as const, at: within(at) })) }]
        : []),
    ],
  };
}

/** Of a claim that was put through the tests. */
export function cardsOf(claim: Pick<Claim, 'effect' | 'rungs' | 'says' | 'sign'>): Card[] {
  const { effect, rungs, says, sign } = claim;
  const { learned } = rungs;
  const { measured } = learned;
  const [low = 0, high = 0] = effect?.interval.map((end) => inDirection(end, sign)) ?? [];
  const own: Measured = {
    distance: effect === null ? 0 : inDirection(effect.localAuc, sign),
    interval: effect && [Math.min(low, high), Math.max(low, high)],
    sign,
    says,
  };
  const why = learned.reason === null ? null : reasonSentence(learned.reason);
  return [
    ...(effect === null ? [] : [newPages(rungs.heldOut.status, own)]),
    anyNetwork(
      learned.status,
      own,
      measured && { ...measured, labels: measured.labels === null ? null : Math.max(...measured.labels.best) },
      why,
    ),
    lookAlike(rungs.specific),
    used(rungs.used),
  ];
}

/** Of a feature that no claim was tested on: what all neurons' scores say of its best. */
export function cardsOfBest({ feature, best, networks, untrained, learned }: FeatureSummary): Card[] {
  const [first] = best;
  if (first === undefined) return [];
  const says: Says = feature.number ? { number: true } : {};
  const sign = first.discovery < 0.5 ? -1 : 1;
  const own: Measured = { distance: inDirection(first.confirmation, sign), interval: null, sign, says };
  const notAsked = { status: 'not run' as const, number: '–', rows: [], axis: scores };
  return [
    newPages(answered((first.discovery - 0.5) * (first.confirmation - 0.5) > 0), own),
    anyNetwork(
      learned === null ? 'not run' : answered(first.learned),
      own,
      { networks, best: untrained?.best ?? [], limit: feature.bar, labels: feature.labels },
      null,
    ),
    { ...notAsked, question: lookAlikes, text: 'Not asked: no single neuron was put through all tests of this.' },
    {
      ...notAsked,
      question: doesUse,
      text: 'A score can’t tell us whether the network uses it. For that the neuron is held while the network reads, which was not done here.',
    },
  ];
}
