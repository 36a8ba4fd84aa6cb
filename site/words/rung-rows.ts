/** What was measured on each rung of a claim: its number in the table, and all its numbers as rows. Pure. */

import type { RungName } from '../../runner/analysis/findings/names-schema.ts';
import type { Chance, ContextMeasurement, Effect, Rungs } from '../../runner/analysis/findings/rungs-schema.ts';
import { at } from '../../runner/core/at.ts';
import { counted, decimal, integer, percent, probability, range, significant } from '../../runner/core/words.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { criteria } from './criteria.ts';
import { correlationOf, effectInterval, effectText, folded, scoreAt } from './folded.ts';

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

/** Rows of what was measured; none of what was not. */
const rowsOf = <Value>(value: Value | null | undefined, rows: (value: Value) => RungRow[]): RungRow[] =>
  value === null || value === undefined ? [] : rows(value);

const nats = ([low, high]: readonly [number, number]): string => `${significant(low)} to ${significant(high)}`;

/** What the effects of a feature are: of a mask, or of a number. */
type Of = Claim['says'];

/** The area, turned to lie above 0.5, or of a number the rank correlation that it stands for. */
const effectRow = (measure: string, of: Of, area: number, interval?: readonly [number, number]): RungRow =>
  row(
    `Local ${of.number ? 'rank correlation' : 'AUC'}${measure && ` ${measure}`}${!of.number && folded(area).lower ? ', lower at the feature' : ''}`,
    of.number ? decimal(correlationOf(area), 3) : decimal(folded(area).auc, 3),
    interval && range(effectInterval(area, interval, of)),
  );

/** How large the effect is. */
const effectRows = ({ localAuc, interval, carriers, rest, documents, number }: Effect, of: Of): RungRow[] => [
  effectRow(of.number ? '(0: no effect)' : '(0.5: no effect)', of, localAuc, interval),
  ...rowsOf(number, ({ slope, interval, lowest, highest }) => [
    row('Change of the activation with each step', significant(slope), range(interval)),
    row('Smallest and largest number', `${significant(lowest)}, ${significant(highest)}`),
  ]),
  of.number
    ? row('Tokens with a number; documents in which it varies', `${integer(carriers)}; ${integer(documents)}`)
    : row(
        'Tokens with and without the feature; documents with both',
        `${integer(carriers)} and ${integer(rest)}; ${integer(documents)}`,
      ),
];

const chanceRows = ({ z, adjustedP, falseDiscovery, tests, permutations }: Chance): RungRow[] => [
  row('z; adjusted p', `${decimal(z)}; ${probability(adjustedP)}`),
  row('False-discovery rate at this |z|', probability(falseDiscovery)),
  row('Tests, permutations', `${integer(tests)}, ${integer(permutations)}`),
];

const contextRows = ({ localAuc, interval, tokens, types, pairs }: ContextMeasurement, of: Of): RungRow[] => [
  effectRow('among occurrences of the same token', of, localAuc, interval),
  row('Tokens, different tokens', `${integer(tokens)}, ${integer(types)}`),
  ...rowsOf(pairs, (two) => [effectRow('among occurrences of the same two tokens', of, two.localAuc, two.interval)]),
];

/** How each rung is printed: the one number that stands in the table of claims, and the rows behind it. */
const printed: {
  [Name in RungName]: { cell: (m: Measured<Name>, of: Of) => string; rows: (m: Measured<Name>, of: Of) => RungRow[] };
} = {
  heldOut: {
    cell: ({ adjustedP }) => `p ${probability(adjustedP)}`,
    rows: ({ equalTokens, adjustedP, claims, shrinkage, discoveryAuc }, of) => [
      row('Compared', equalTokens ? 'equal tokens alone' : 'all tokens of the class'),
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
    rows: ({ claim, labels, networks, best, limit, shuffled, adjustedP }, of) => [
      row(
        `${of.number ? 'Local rank correlation' : 'Local AUC'} of the claim, whichever way it goes`,
        scoreAt(claim, of),
      ),
      ...rowsOf(limit, (upper) => [
        row(
          `Best neuron of each of ${counted(networks, 'untrained network')}`,
          best
            .toSorted((a, b) => b - a)
            .map((each) => scoreAt(each, of))
            .join(', '),
        ),
        row(
          `Upper limit for one more untrained network (${percent(criteria.learned.probability)})`,
          scoreAt(upper, of),
        ),
        ...rowsOf(shuffled, (own) => [row('The same limit for its own weights shuffled', scoreAt(own.limit, of))]),
        ...rowsOf(adjustedP, (p) => [row('p, adjusted over the claims', probability(p))]),
      ]),
      ...rowsOf(labels, (meaningless) => [
        row(
          `This network’s best neuron for ${counted(meaningless.count, 'control label')}: largest, median`,
          [0, meaningless.best.length >> 1].map((rank) => scoreAt(at(meaningless.best, rank), of)).join(', '),
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
      ...rowsOf(disagree, ({ all, side }) => [
        row(
          'Tokens at which neuron and label disagree; of those of the side at which it errs more',
          `${percent(all)}; ${percent(side)}`,
        ),
      ]),
      ...rowsOf(disagreement, ({ difference, interval, tokens, documents, p }) => [
        row(
          'There, loss at the opposite of the label minus loss at the label, nats',
          significant(difference),
          nats(interval),
        ),
        row(
          'Tokens, documents; p that the label is no better',
          `${integer(tokens)}, ${integer(documents)}; ${probability(p)}`,
        ),
      ]),
    ],
  },
  used: {
    cell: ({ difference }) => `${significant(difference, 2)} nats`,
    rows: (
      { flip, inside, outside, others, difference, interval, adjustedP, joint, after, places, tokens, documents },
      of,
    ) => [
      row('State flip, nats per token', significant(flip)),
      row(
        of.number ? 'Above the middle, below it' : 'Where the feature is present, where it is absent',
        `${significant(inside)}, ${significant(outside)}`,
      ),
      row(
        `The same with other documents’ ${of.number ? 'numbers' : 'masks'}`,
        others.map((each) => significant(each, 2)).join(', '),
      ),
      row('Flip minus their mean', significant(difference), nats(interval)),
      row('p, adjusted over the claims', probability(adjustedP)),
      ...rowsOf(joint, (all) => [
        row(
          `The same of all ${integer(all.neurons.length)} neurons that carry it, held together`,
          significant(all.difference),
          nats(all.interval),
        ),
      ]),
      row('Where', after === null ? places : `${counted(after, 'token')} ${places}`),
      row(
        'Tokens inside, outside; documents',
        `${integer(tokens.inside)}, ${integer(tokens.outside)}; ${integer(documents)}`,
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
          `correlation ${decimal(correlation)}, by chance ${decimal(random)}${localAuc === null ? '' : `; local ${of.number ? '' : 'AUC '}${effectText(localAuc, of)}`}`,
        ),
      ),
    ],
  },
};

/** What stands beside a rung's sign: its number; empty where nothing was measured. */
export function rungCell<Name extends RungName>({ rungs, says }: Pick<Claim, 'rungs' | 'says'>, name: Name): string {
  const measured = rungs[name].measured as Measured<Name> | null;
  return measured === null ? '' : printed[name].cell(measured, says);
}

/** The rows of a rung; none where nothing was measured. */
export const rungRows = <Name extends RungName>(
  { rungs, says }: Pick<Claim, 'rungs' | 'says'>,
  name: Name,
): RungRow[] => rowsOf(rungs[name].measured as Measured<Name> | null, (measured) => printed[name].rows(measured, says));

/** The effect in a cell of the table; empty where it was not measured. */
export const effectCell = ({ effect, says }: Pick<Claim, 'effect' | 'says'>): string =>
  effect === null ? '' : `${says.number ? '' : 'AUC '}${effectText(effect.localAuc, says, 2)}`;

/** The numbers of a claim that are no rung, under their headings, as far as they were measured. */
export const numberRows = ({ effect, context, chance, says }: Pick<Claim, 'effect' | 'context' | 'chance' | 'says'>) =>
  [
    { heading: 'Effect', rows: rowsOf(effect, (own) => effectRows(own, says)) },
    { heading: 'Among equal tokens', rows: rowsOf(context, (own) => contextRows(own, says)) },
    { heading: 'Beyond chance, on the discovery half', rows: rowsOf(chance, chanceRows) },
  ].filter(({ rows }) => rows.length > 0);
