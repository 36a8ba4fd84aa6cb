/** What pairs came to as tables to download. Pure. */
import type { PairItems, PairSet } from '../analysis/pairs/pairs-schema.ts';
import { type CsvCell, csv, plainColumns } from './csv.ts';
import { rightOf } from './pairs.ts';

/** Accuracy and margin of each set as it is, then with each hold, by condition and in all. */
export function scoresCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const rows = sets.flatMap((set) =>
    [{ ...set, component: '', layer: null, neurons: [], at: '' }, ...set.held].flatMap((each) =>
      [...each.conditions, { by: {}, ...each.all }].map((score): CsvCell[] => {
        const conditions: Readonly<Record<string, string>> = score.by;
        return [
          set.name,
          each.component,
          each.layer,
          each.neurons.join(' '),
          each.at,
          ...by.map((name) => conditions[name] ?? 'all'),
          score.pairs,
          rightOf(score),
          score.accuracy,
          ...score.accuracyInterval,
          score.margin,
          ...(score.interval ?? [null, null]),
        ];
      }),
    ),
  );
  const columns = [
    'set',
    'component',
    'layer',
    'neurons',
    'held at',
    ...by,
    'pairs',
    'right',
    'accuracy',
    'accuracy low',
    'accuracy high',
    'margin in nats',
    'margin low',
    'margin high',
  ];
  return csv(columns, rows);
}

/** The time courses: each neuron's mean by condition and token, with its interval. */
export function coursesCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const rows = sets.flatMap(({ name, courses, gates = [] }) =>
    [...courses, ...gates].flatMap(({ component, layer, neurons, lines }) =>
      lines.flatMap((line) =>
        line.places.map(({ from, offset, mean, interval }): CsvCell[] => [
          name,
          component,
          layer,
          neurons.join(' '),
          ...by.map((condition) => line.by[condition] ?? 'all'),
          line.pairs,
          from,
          offset,
          mean,
          ...(interval ?? [null, null]),
        ]),
      ),
    ),
  );
  return csv(
    ['set', 'component', 'layer', 'neuron', ...by, 'pairs', 'counted from', 'tokens', 'mean', 'low', 'high'],
    rows,
  );
}

/**
 * A row for each pair and hold, for models of single items. Columns are plain: letters, digits and `_`. `held` is `nothing`, or the
 * neurons with their array, `cell.1:5+15`; `at` is `mean`, a value, or `twin`.
 */
export function itemsCsv(sets: readonly PairItems[]): string {
  const by = [...new Set(sets.flatMap(({ pairs }) => pairs.flatMap(({ values }) => Object.keys(values))))];
  const rows = sets.flatMap(({ set, pairs, seen, items }) =>
    items.flatMap(({ component, layer, neurons, at, margins }) => {
      const held = neurons.length === 0 ? 'nothing' : `${component}.${layer}:${neurons.join('+')}`;
      return pairs.flatMap(({ id, values }, pair): CsvCell[][] => {
        const margin = margins[pair] ?? null;
        if (margin === null) return [];
        const own = by.map((name) => values[name] ?? null);
        return [[id, set, ...own, seen?.[pair] ?? null, held, at, Number(margin.toPrecision(6)), Number(margin > 0)]];
      });
    }),
  );
  const first = ['id', 'set'];
  const last = ['in_training', 'held', 'at', 'margin', 'right'];
  return csv([...first, ...plainColumns(by, [...first, ...last]), ...last], rows);
}

/** How many preferences turn when values are taken from the twin. */
export function interchangesCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const rows = sets.flatMap(({ name, interchange }) =>
    interchange.flatMap(({ component, layer, neurons, conditions, alike, turnedInterval, ...all }) =>
      [...conditions.map((each) => ({ ...each, ends: null })), { by: {}, ...all, ends: turnedInterval }].map(
        ({ by: values, pairs, turned, margin, ends }): CsvCell[] => {
          const own: Readonly<Record<string, string>> = values;
          return [
            name,
            component,
            layer,
            neurons.join(' '),
            ...by.map((condition) => own[condition] ?? 'all'),
            pairs,
            turned,
            ...(ends ?? [null, null]),
            margin,
            ...(ends === null ? [null, null] : [alike?.draws ?? null, alike?.most ?? null]),
          ];
        },
      ),
    ),
  );
  return csv(
    [
      'set',
      'component',
      'layer',
      'neurons',
      ...by,
      'pairs',
      'turned',
      'share low',
      'share high',
      'margin in nats',
      'others alike',
      'most turned by them',
    ],
    rows,
  );
}

/** The dose curves: right ones and mean margin of each condition, with a neuron held at each value. */
export function dosesCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const rows = sets.flatMap(({ name, profiles }) =>
    (profiles?.neurons ?? []).flatMap(({ neuron, dose }) =>
      dose.values.flatMap((value, index) =>
        (profiles?.lines ?? []).map((line, place): CsvCell[] => [
          name,
          profiles?.component ?? '',
          profiles?.layer ?? null,
          neuron,
          value,
          ...by.map((condition) => line.by[condition] ?? 'all'),
          profiles?.dosed[place] ?? null,
          dose.right[index]?.[place] ?? null,
          dose.margin[index]?.[place] ?? null,
        ]),
      ),
    ),
  );
  return csv(['set', 'component', 'layer', 'neuron', 'held at', ...by, 'pairs', 'right', 'margin in nats'], rows);
}

/** Each neuron that was profiled: right ones and mean margin of each condition with it held at its mean and at 0, and preferences that turn. */
export function neuronsCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const rows = sets.flatMap(({ name, profiles }) =>
    (profiles?.neurons ?? []).flatMap(({ neuron, mean, atMean, atZero, turned }) =>
      (profiles?.lines ?? []).map((line, place): CsvCell[] => [
        name,
        profiles?.component ?? '',
        profiles?.layer ?? null,
        neuron,
        mean,
        ...by.map((condition) => line.by[condition] ?? 'all'),
        line.pairs,
        atMean.right[place] ?? null,
        atMean.margin[place] ?? null,
        atZero.right[place] ?? null,
        atZero.margin[place] ?? null,
        turned?.turned ?? null,
        turned?.pairs ?? null,
      ]),
    ),
  );
  return csv(
    [
      'set',
      'component',
      'layer',
      'neuron',
      'mean',
      ...by,
      'pairs',
      'right at mean',
      'margin at mean',
      'right at 0',
      'margin at 0',
      'turned by the twin (all conditions)',
      'of',
    ],
    rows,
  );
}

/** Each neuron of a scan by condition, held at its mean: right ones and mean margin; and its AUC for the mark in each row of `across`. */
export function unitsCsv(sets: readonly PairSet[]): string {
  const by = [...new Set(sets.flatMap((set) => set.by))];
  const values = [...new Set(sets.flatMap(({ across }) => across?.values ?? []))];
  const rows = sets.flatMap(({ name, units, conditions, across }) =>
    (units?.each ?? []).flatMap(({ neuron, right, margin, auc, reach }) =>
      right.map((count, place): CsvCell[] => [
        name,
        units?.component ?? '',
        units?.layer ?? null,
        neuron,
        ...by.map((condition) => conditions[place]?.by[condition] ?? 'all'),
        conditions[place]?.pairs ?? null,
        count,
        margin[place] ?? null,
        reach,
        ...values.map((value) => auc[across?.values.indexOf(value) ?? -1] ?? null),
      ]),
    ),
  );
  const first = ['set', 'component', 'layer', 'neuron'];
  const last = ['pairs', 'right', 'margin', 'reach', ...plainColumns(values).map((value) => `auc_${value}`)];
  return csv([...first, ...plainColumns(by, [...first, ...last]), ...last], rows);
}

/** Decoders of the mark: where each was made, where it is read, and its AUC, beside that of an untrained network. */
export const decodersCsv = (sets: readonly PairSet[]): string =>
  csv(
    ['set', 'made_from', 'made_at', 'read_from', 'read_at', 'auc', 'untrained'],
    sets.flatMap(({ name, decoders }) =>
      (decoders?.places ?? []).flatMap((made, row) =>
        (decoders?.places ?? []).map((read, column): CsvCell[] => [
          name,
          made.from,
          made.offset,
          read.from,
          read.offset,
          decoders?.auc[row]?.[column] ?? null,
          decoders?.untrained?.[row]?.[column] ?? null,
        ]),
      ),
    ),
  );
