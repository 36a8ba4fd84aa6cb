/** What a set of pairs tells of its units, as tables: what is right without each, which tell the mark how far, and when the layer does. Pure. */
import type {
  PairAcross,
  PairDecoders,
  PairDepth,
  PairSet,
  PairUnits,
} from '../../../runner/analysis/pairs/pairs-schema.ts';
import { at, item } from '../../../runner/core/at.ts';
import { both, counted, decimal, integer, range, signed } from '../../../runner/core/format.ts';
import { conditionWords, heldWords } from '../../../runner/wording/pairs.ts';
import type { Column } from '../columns.ts';
import { leadHeld } from './sentences.ts';

/** Those on which the preferences hang; where none is shown to, the one that is told first. */
export function causalNeurons(set: PairSet): number[] {
  const causal = [...new Set(set.gates?.flatMap(({ neurons }) => neurons))];
  return causal.length > 0 ? causal : (leadHeld(set)?.neurons.slice(0, 1) ?? []);
}

/** As it is, and with each causal neuron held or taken from the twin: the share that is right for each value of the column; behind it the AUC. */
export function withoutEach(
  set: PairSet,
  { name, values, pairs, rows }: PairAcross,
): { columns: Column<number>[]; rows: number[] } {
  const neurons = causalNeurons(set);
  const shown = rows.filter((row) => row.neurons.every((neuron) => neurons.includes(neuron)));
  const headingOf = ({ neurons: held, at: value }: (typeof rows)[number]): string => {
    if (value === null) return 'right, nothing held';
    return value === 'twin' ? `neuron ${held.join()} from the twin` : heldWords({ neurons: held, at: value });
  };
  const areas = (set.units?.each ?? []).filter(({ neuron }) => neurons.includes(neuron));
  return {
    rows: [...values.keys()],
    columns: [
      { heading: name ?? 'condition', cell: (index) => item(values, index) },
      { heading: 'pairs', cell: (index) => integer(at(pairs, index)) },
      ...shown.map((row) => ({
        heading: headingOf(row),
        cell: (index: number) => decimal(at(row.right, index) / at(pairs, index)),
      })),
      ...(set.units?.told == null ? [] : areas).map(({ neuron, auc }) => ({
        heading: `AUC of neuron ${neuron}`,
        cell: (index: number) => areaWords(auc[index] ?? null),
      })),
    ],
  };
}

const areaWords = (area: number | null): string => (area === null ? '–' : decimal(area));

type Unit = PairUnits['each'][number];
const mostUnits = 10;
/** Units that a sentence names, at most. */
const most = 12;
const mostConditions = 8;

/** The units without which fewest are right, by condition. */
export function unitTable(
  { conditions, all }: PairSet,
  { each }: PairUnits,
): { columns: Column<Unit>[]; rows: Unit[] } {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const cost = (unit: Unit) =>
    sum(unit.margin.map((margin, place) => margin * (conditions[place]?.pairs ?? all.pairs)));
  const own = conditions.length <= mostConditions ? conditions : [];
  return {
    rows: each.toSorted((a, b) => sum(a.right) - sum(b.right) || cost(a) - cost(b)).slice(0, mostUnits),
    columns: [
      { heading: 'neuron at its mean', cell: ({ neuron }) => integer(neuron) },
      {
        heading: `right (nothing held: ${integer(Math.round(all.accuracy * all.pairs))})`,
        cell: ({ right }) => integer(sum(right)),
      },
      ...own.map((condition, place) => ({
        heading: `${conditionWords(condition)} (of ${integer(condition.pairs)})`,
        cell: ({ right }: Unit) => integer(at(right, place)),
      })),
      { heading: 'reach', cell: ({ reach }) => reach ?? '' },
    ],
  };
}

/** 'Of long reach (they tell “plural” in every row): 5 and 28. Of short reach (in the first row alone): 32.' */
export function reachSentence({ each, told }: PairUnits): string {
  const list = (reach: Unit['reach']): string => {
    const own = each.filter((unit) => unit.reach === reach).map(({ neuron }) => String(neuron));
    return own.length > most ? `${own.slice(0, most).join(', ')} and ${own.length - most} more` : both(own);
  };
  const [long, short] = [list('long'), list('short')];
  if (told === null || `${long}${short}` === '') return '';
  const ofLong = `Of long reach (they tell “${told}” in every row): ${long || 'none'}.`;
  return `${ofLong} Of short reach (in the first row alone): ${short || 'none'}.`;
}

/** '+3' from where the texts differ; '-1' back from the token that is asked for. */
const placeWords = ({ from, offset }: PairDecoders['places'][number]): string =>
  from === 'start' ? (offset === 0 ? 'differ' : signed(offset)) : `asked ${signed(offset)}`;

/** Decoders in rows by where they were made, in columns by where they are read. */
export const decoderTable = ({ places }: PairDecoders, auc: readonly (readonly number[])[]) => ({
  rows: [...places.keys()],
  columns: [
    { heading: 'made at', cell: (made: number) => placeWords(item(places, made)) },
    ...places.map((place, read) => ({
      heading: placeWords(place),
      cell: (made: number) => decimal(at(item(auc, made), read)),
    })),
  ] satisfies Column<number>[],
});

/** What the layer explains of the depth, beside curves of other texts and a network that learned nothing; marks on an axis of shares. */
export function depthRows({ explained, interval, shuffled, untrained }: PairDepth) {
  const dot = (at: number) => ({ kind: 'dot' as const, at });
  const told = { kind: 'bar' as const, at: interval[0], to: interval[1] };
  return [
    { label: 'this network', strong: true, marks: [told, dot(explained)], value: decimal(explained) },
    ...(untrained === null ? [] : [{ label: 'untrained', marks: [dot(untrained)], value: decimal(untrained) }]),
    ...(shuffled === null
      ? []
      : [
          {
            label: 'curves exchanged',
            marks: [dot(shuffled.mean)],
            value: decimal(shuffled.mean),
          },
        ]),
  ];
}

/** 'Of how deep a word stands, its place and the word itself explain .61. Of what they leave, the layer explains .45 (.38 to .52), ...' */
export function depthSentence({
  texts,
  words,
  explained,
  interval,
  covariates,
  shuffled,
  untrained,
}: PairDepth): string {
  const beside = [
    ...(untrained === null ? [] : [`that of an untrained network ${decimal(untrained)}`]),
    ...(shuffled === null
      ? []
      : [
          `the same layer ${decimal(shuffled.mean)} of curves that are other texts’ of equal length (${decimal(shuffled.most)} at most in ${counted(shuffled.draws, 'exchange')})`,
        ]),
  ];
  const rest = beside.length === 0 ? '' : `; ${both(beside)}`;
  return `Of how deep ${counted(words, 'word')} of ${counted(texts, 'text')} stand, their place and the word itself explain ${decimal(covariates)} (R²). Of what they leave, the layer explains ${decimal(explained)} (95%: ${range(interval, 2)})${rest}.`;
}
