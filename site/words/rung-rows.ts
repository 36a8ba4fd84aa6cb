/** What was measured on each rung of a claim: its number in the table, and all its numbers as rows. Pure. */
import type { RungName } from '../../runner/analysis/findings/names-schema.ts';
import type { Chance, ContextMeasurement, Effect, Rungs } from '../../runner/analysis/findings/rungs-schema.ts';
import { at } from '../../runner/core/at.ts';
import { counted, decimal, integer, percent, probability, range, significant } from '../../runner/core/format.ts';
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

export function rivalName(of: Rivals[number]['of']): string {
  if ('feature' in of) return `“${of.feature}”`;
  if ('number' in of) return of.number;
  return `the same label ${counted(Math.abs(of.shift), 'token')} ${of.shift < 0 ? 'earlier' : 'later'}`;
}

type Measured<Name extends RungName> = NonNullable<Rungs[Name]['measured']>;

const row = (measure: string, value: string, interval = ''): RungRow => ({ measure, value, interval });

/** Rows of what was measured; none of what was not. */
const rowsOf = <Value>(value: Value | null | undefined, rows: (value: Value) => RungRow[]): RungRow[] =>
  value === null || value === undefined ? [] : rows(value);

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
  ...rowsOf(number, ({ slope, interval }) => [
    row('Change of the activation with each step', significant(slope), range(interval)),
  ]),
  of.number
    ? row('Tokens with a number; documents in which it varies', `${integer(carriers)}; ${integer(documents)}`)
    : row(
        'Tokens with and without the feature; documents with both',
        `${integer(carriers)} and ${integer(rest)}; ${integer(documents)}`,
      ),
];

const chanceRows = ({ z, adjustedP }: Chance): RungRow[] => [
  row('z; adjusted p', `${decimal(z)}; ${probability(adjustedP)}`),
];

const contextRows = ({ localAuc, interval }: ContextMeasurement, of: Of): RungRow[] => [
  effectRow('among occurrences of the same token', of, localAuc, interval),
];

/** How each rung is printed: the one number that stands in the table of claims, and the rows behind it. */
const printed: {
  [Name in RungName]: { cell: (m: Measured<Name>, of: Of) => string; rows: (m: Measured<Name>, of: Of) => RungRow[] };
} = {
  heldOut: {
    cell: ({ adjustedP }) => `p ${probability(adjustedP)}`,
    rows: ({ adjustedP, claims, discoveryAuc }, of) => [
      row(`Adjusted p, over ${counted(claims, 'claim')}`, probability(adjustedP)),
      effectRow('on the discovery half', of, discoveryAuc),
    ],
  },
  learned: {
    cell: ({ claim, limit, shuffled, labels }, of) => {
      const beside = limit === null ? Math.max(...(labels?.best ?? [0])) : Math.max(limit, shuffled?.limit ?? 0);
      return `${of.number ? 'ρ' : 'AUC'} ${scoreAt(claim, of, 2)} vs ${scoreAt(beside, of, 2)}`;
    },
    rows: ({ labels, networks, best, limit }, of) => [
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
    rows: ({ rivals }) =>
      shownRivals(rivals).map(({ of, label, rival, difference, interval, alive }) =>
        row(
          `It beside ${rivalName(of)}, each where the other stays the same (AUC)${alive === false ? '; which no neuron follows' : ''}`,
          `${decimal(label)} against ${decimal(rival)}; difference ${decimal(difference)}`,
          range(interval, 2),
        ),
      ),
  },
  used: {
    cell: ({ difference }) => `${significant(difference, 2)} nats`,
    rows: ({ flip, others, difference, interval, adjustedP }, of) => [
      row('State flip, nats per token', significant(flip)),
      row(
        `The same with other documents’ ${of.number ? 'numbers' : 'masks'}`,
        others.map((each) => significant(each, 2)).join(', '),
      ),
      row('Flip minus their mean', significant(difference), interval.map((end) => significant(end)).join(' to ')),
      row('p, adjusted over the claims', probability(adjustedP)),
    ],
  },
  replicated: {
    cell: ({ having, networks }) => `${integer(having)} of ${integer(networks)}`,
    rows: ({ networks, having, share, interval }) => [
      row(`Share of ${counted(networks, 'other network')} (${integer(having)})`, decimal(share), range(interval, 2)),
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
