/** What was measured on each rung of a claim: its number in the table, and all its numbers as rows. Pure. */

import type { RungName } from '../../runner/analysis/findings/names-schema.ts';
import type { Chance, ContextMeasurement, Effect, Rungs } from '../../runner/analysis/findings/rungs-schema.ts';
import { at } from '../../runner/core/at.ts';
import { counted, decimal, integer, percent, probability, range, significant } from '../../runner/core/words.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { criteria } from './criteria.ts';
import { correlationOf, effectText, folded, foldedInterval, foldedText, scoreAt } from './folded.ts';

export interface RungRow {
  measure: string;
  value: string;
  /** Empty where the measure has none. */
  interval: string;
}

type Rivals = Measured<'specific'>['rivals'];

/** The nearest three, and the nearest of other features. */
const shownRivals = (rivals: Rivals): Rivals => {
  const feature = rivals.findIndex(({ of }) => 'feature' in of);
  return rivals.filter((_, place) => place < 3 || place === feature);
};

function rivalName(of: Rivals[number]['of']): string {
  if ('feature' in of) return `“${of.feature}”`;
  if ('number' in of) return of.number;
  return `itself ${counted(Math.abs(of.shift), 'token')} ${of.shift < 0 ? 'earlier' : 'later'}`;
}

type Measured<Name extends RungName> = NonNullable<Rungs[Name]['measured']>;

const row = (measure: string, value: string, interval = ''): RungRow => ({ measure, value, interval });

/** What the effects of a feature are: of a mask, or of a number. */
type Of = Claim['says'];

/** The area, or of a number the rank correlation that it stands for. */
const effectRow = (measure: string, { number }: Of, area: number, interval?: readonly [number, number]): RungRow =>
  number
    ? row(
        `Local rank correlation${measure && ` ${measure}`}`,
        effectText(area, { number }).replace('ρ ', ''),
        interval && range([correlationOf(interval[0]), correlationOf(interval[1])]),
      )
    : aucRow(`Local AUC${measure && ` ${measure}`}`, area, interval);

const cellOf = (area: number, of: Of): string => `${of.number ? '' : 'AUC '}${effectText(area, of, 2)}`;

/** Turned to lie above 0.5, its interval with it. */
const aucRow = (measure: string, auc: number, interval?: readonly [number, number]): RungRow =>
  row(
    `${measure}${folded(auc).lower ? ', lower at the feature' : ''}`,
    decimal(folded(auc).auc, 3),
    interval && range(foldedInterval(auc, interval)),
  );

/** The numbers of a claim that are no rung: how large it is, how much more than chance, how much is left among equal tokens. */
const effectRows = (
  { localAuc, interval, pooledAuc, pointBiserial, carriers, rest, documents, longer, number }: Effect,
  of: Of,
): RungRow[] => [
  effectRow(of.number ? '(0: no effect)' : '(0.5: no effect)', of, localAuc, interval),
  ...(of.number
    ? [
        row('Rank correlation over all tokens together', decimal(correlationOf(pooledAuc), 3)),
        row('Pearson’s correlation', decimal(pointBiserial, 3)),
        ...(number === undefined
          ? []
          : [
              row('Change of the activation with each step', significant(number.slope), range(number.interval)),
              row('Smallest and largest number', `${significant(number.lowest)}, ${significant(number.highest)}`),
            ]),
        row('Tokens with a number', integer(carriers)),
        row('Documents in which it varies', integer(documents)),
      ]
    : [
        aucRow('AUC over all tokens together', pooledAuc),
        row('Point-biserial correlation', decimal(pointBiserial, 3)),
        row('Tokens with and without the feature', `${integer(carriers)} and ${integer(rest)}`),
        row('Documents with both', integer(documents)),
        ...(longer === undefined
          ? []
          : [
              row(
                'Of its tokens, in a state that began before their segment; a segment that would hold it',
                `${percent(longer.share)}; ${counted(longer.segment, 'token')}`,
              ),
            ]),
      ]),
];

const chanceRows = ({ z, adjustedP, falseDiscovery, threshold, tests, permutations }: Chance): RungRow[] => [
  row('z', decimal(z)),
  row('Adjusted p', probability(adjustedP)),
  row(`|z| needed for an adjusted p of ${criteria.chance}`, decimal(threshold)),
  row('False-discovery rate at this |z|', probability(falseDiscovery)),
  row('Tests, permutations', `${integer(tests)}, ${integer(permutations)}`),
];

const contextRows = ({ localAuc, interval, z, tokens, types, pairs }: ContextMeasurement, of: Of): RungRow[] => [
  effectRow('among occurrences of the same token', of, localAuc, interval),
  row('z', decimal(z)),
  row('Tokens, different tokens', `${integer(tokens)}, ${integer(types)}`),
  ...(pairs === null
    ? []
    : [
        effectRow('among occurrences of the same two tokens', of, pairs.localAuc, pairs.interval),
        row('Tokens, different pairs', `${integer(pairs.tokens)}, ${integer(pairs.types)}`),
      ]),
];

/** What untrained networks have of it; none where none was read. */
function untrainedRows(
  { networks, best, mean, sd, limit, shuffled, p, adjustedP }: Omit<Measured<'learned'>, 'claim' | 'labels'>,
  of: Of,
): RungRow[] {
  if (mean === null || sd === null || limit === null || p === null || adjustedP === null) return [];
  const bestOfEach = best.toSorted((a, b) => b - a).map((each) => scoreAt(each, of));
  return [
    row(`Best neuron of each of ${counted(networks, 'untrained network')}`, bestOfEach.join(', ')),
    row('Their mean, standard deviation', `${scoreAt(mean, of)}, ${decimal(of.number ? 2 * sd : sd, 3)}`),
    row(`Upper limit for one more untrained network (${percent(criteria.learned.probability)})`, scoreAt(limit, of)),
    ...(shuffled === null ? [] : [row('The same limit for its own weights shuffled', scoreAt(shuffled.limit, of))]),
    row('p, adjusted over the claims', `${probability(p)}, ${probability(adjustedP)}`),
  ];
}

/** How each rung is printed: the one number that stands in the table of claims, and the rows behind it. */
const printed: {
  [Name in RungName]: { cell: (m: Measured<Name>, of: Of) => string; rows: (m: Measured<Name>, of: Of) => RungRow[] };
} = {
  heldOut: {
    cell: ({ adjustedP }) => `p ${probability(adjustedP)}`,
    rows: ({ equalTokens, z, adjustedP, claims, shrinkage, discoveryAuc }, of) => [
      row('Compared', equalTokens ? 'equal tokens alone' : 'all tokens of the class'),
      row('z, in the direction chosen', decimal(z)),
      row(`Adjusted p, over ${counted(claims, 'claim')}`, probability(adjustedP)),
      effectRow('on the discovery half', of, discoveryAuc),
      row('Effect on confirmation / on discovery', shrinkage === null ? 'undefined' : decimal(shrinkage)),
    ],
  },
  learned: {
    cell: ({ claim, limit, shuffled, labels }, of) => {
      const beside = limit === null ? Math.max(...(labels?.best ?? [0])) : Math.max(limit, shuffled?.limit ?? 0);
      return `${of.number ? 'ρ' : 'AUC'} ${scoreAt(claim, of, 2)} vs ${scoreAt(beside, of, 2)}`;
    },
    rows: ({ claim, labels, ...compared }, of) => [
      row(
        `${of.number ? 'Local rank correlation' : 'Local AUC'} of the claim, whichever way it goes`,
        scoreAt(claim, of),
      ),
      ...untrainedRows(compared, of),
      ...(labels === null
        ? []
        : [
            row(
              `This network’s best neuron for ${counted(labels.count, 'control label')}: largest, median`,
              [0, labels.best.length >> 1].map((rank) => scoreAt(at(labels.best, rank), of)).join(', '),
            ),
          ]),
    ],
  },
  specific: {
    cell: ({ rivals, disagree }) => {
      const [nearest] = rivals;
      if (nearest !== undefined) return `${decimal(nearest.label)} vs ${decimal(nearest.rival)}`;
      return disagree === null ? '' : `errs ${percent(disagree.all)}`;
    },
    rows: ({ disagree, disagreement, rivals }) => [
      ...shownRivals(rivals).map(({ of, label, rival, difference, interval, alive }) =>
        row(
          `It beside ${rivalName(of)}, each where the other stays the same (AUC)${alive === false ? '; which no neuron follows' : ''}`,
          `${decimal(label)} against ${decimal(rival)}; difference ${decimal(difference)}`,
          range(interval, 2),
        ),
      ),
      ...(disagree === null
        ? []
        : [
            row('Tokens at which the neuron is on the other side than the label', percent(disagree.all)),
            row('Of those of the side at which it errs more, inside or outside', percent(disagree.side)),
          ]),
      ...(disagreement === null
        ? []
        : [
            row(
              'There, loss at the opposite of the label minus loss at the label, nats',
              significant(disagreement.difference),
              `${significant(disagreement.interval[0])} to ${significant(disagreement.interval[1])}`,
            ),
            row(
              'Tokens, documents; p that the label is no better',
              `${integer(disagreement.tokens)}, ${integer(disagreement.documents)}; ${probability(disagreement.p)}`,
            ),
          ]),
    ],
  },
  used: {
    cell: ({ difference }) => `${significant(difference, 2)} nats`,
    rows: (m, of) => [
      row('State flip, nats per token', significant(m.flip), ''),
      row(
        of.number ? 'Above the middle, below it' : 'Where the feature is present, where it is absent',
        `${significant(m.inside)}, ${significant(m.outside)}`,
      ),
      row(
        `The same with other documents’ ${of.number ? 'numbers' : 'masks'}`,
        m.others.map((each) => significant(each, 2)).join(', '),
      ),
      row(
        'Flip minus their mean',
        significant(m.difference),
        `${significant(m.interval[0])} to ${significant(m.interval[1])}`,
      ),
      row('t, p, adjusted over the claims', `${decimal(m.t, 1)}, ${probability(m.p)}, ${probability(m.adjustedP)}`),
      row('Documents in which the wrong state costs more', percent(m.helped)),
      ...(m.joint === null
        ? []
        : [
            row(
              `The same of all ${integer(m.joint.neurons.length)} neurons that carry it, held together`,
              significant(m.joint.difference),
              `${significant(m.joint.interval[0])} to ${significant(m.joint.interval[1])}`,
            ),
          ]),
      row('Where', m.after === null ? m.places : `${counted(m.after, 'token')} ${m.places}`),
      row(
        'Tokens inside, outside; documents',
        `${integer(m.tokens.inside)}, ${integer(m.tokens.outside)}; ${integer(m.documents)}`,
      ),
      row(
        'What the state adds to the activation inside, outside',
        `${significant(m.held.inside, 2)}, ${significant(m.held.outside, 2)}`,
      ),
    ],
  },
  replicated: {
    cell: ({ having, networks }) => `${integer(having)} of ${integer(networks)}`,
    rows: ({ networks, having, share, interval, matches }, of) => [
      row(`Share of ${counted(networks, 'other network')} (${integer(having)})`, decimal(share), range(interval, 2)),
      ...matches.map(({ seed, neuron, correlation, random, localAuc, heldOut, learned }) =>
        row(
          `Seed ${seed}: neuron ${neuron}, ${heldOut && learned ? 'holds and is learned' : heldOut ? 'holds, not shown to be learned' : 'does not hold'}`,
          `correlation ${decimal(correlation)}, by chance ${decimal(random)}${localAuc === null ? '' : `; local ${of.number ? effectText(localAuc, of) : `AUC ${foldedText(localAuc)}`}`}`,
        ),
      ),
    ],
  },
};

/**
 * A claim's score and the limit of untrained networks: '0.96, beyond 0.64'. Against the limit for one claim; of many, one that is
 * beyond it may fail nonetheless. Empty where none was read.
 */
export function besideUntrained({ rungs: { learned }, says }: Pick<Claim, 'rungs' | 'says'>): string {
  const { claim = 0, limit = null } = learned.measured ?? {};
  if (limit === null) return '';
  const standing = learned.status === 'passed' ? 'beyond' : claim > limit ? 'limit' : 'within';
  return `${scoreAt(claim, says, 2)}, ${standing} ${scoreAt(limit, says, 2)}`;
}

/** What stands beside a rung's sign: its number; empty where nothing was measured. */
export function rungCell<Name extends RungName>({ rungs, says }: Pick<Claim, 'rungs' | 'says'>, name: Name): string {
  const measured: Rungs[Name]['measured'] = rungs[name].measured;
  return measured === null ? '' : printed[name].cell(measured as Measured<Name>, says);
}

/** The rows of a rung; none where nothing was measured. */
export function rungRows<Name extends RungName>({ rungs, says }: Pick<Claim, 'rungs' | 'says'>, name: Name): RungRow[] {
  const measured: Rungs[Name]['measured'] = rungs[name].measured;
  return measured === null ? [] : printed[name].rows(measured as Measured<Name>, says);
}

/** The effect in a cell of the table; empty where it was not measured. */
export const effectCell = ({ effect, says }: Pick<Claim, 'effect' | 'says'>): string =>
  effect === null ? '' : cellOf(effect.localAuc, says);

/** The numbers of a claim under their headings, as far as they were measured. */
export function numberRows({ effect, context, chance, says }: Pick<Claim, 'effect' | 'context' | 'chance' | 'says'>) {
  return [
    ...(effect === null ? [] : [{ heading: 'Effect', rows: effectRows(effect, says) }]),
    ...(context === null ? [] : [{ heading: 'Among equal tokens', rows: contextRows(context, says) }]),
    ...(chance === null ? [] : [{ heading: 'Beyond chance, on the discovery half', rows: chanceRows(chance) }]),
  ];
}
