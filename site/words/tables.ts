/** The data behind the figures as tables to download, each with its columns and what stands in them. Pure. */
import { rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { Falls, Interchange, Place, PlaceEffect } from '../../runner/analysis/findings/shown-schema.ts';
import { at, item } from '../../runner/core/at.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { Claim, Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { type CsvCell, csv } from '../../runner/wording/csv.ts';
import { reasonSentence } from '../../runner/wording/reasons.ts';
import { headline, verdictPhrase } from '../../runner/wording/verdict.ts';
import { isChosen } from './falls.ts';
import { areaOnSide, correlationOf } from './folded.ts';
import { shownNeurons } from './lead.ts';
import { heatmapPositions } from './stretch.ts';

/** By heading, what stands in a row; nothing is an empty field. */
type Columns<Row> = Readonly<Record<string, (row: Row) => CsvCell | undefined>>;

const csvText = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  csv(
    Object.keys(columns),
    rows.map((row) => Object.values(columns).map((cell) => cell(row) ?? null)),
  );

/** Columns that hold what a row has under their names. */
const own = <Key extends string>(...keys: readonly Key[]) =>
  Object.fromEntries(keys.map((key) => [key, (row: { readonly [name in Key]: CsvCell | undefined }) => row[key]]));

interface Interval {
  interval: readonly [number, number];
}
const ends = { low: ({ interval }: Interval) => interval[0], high: ({ interval }: Interval) => interval[1] };

interface Table {
  /** Whether a result has rows for it. */
  has(result: Result): boolean;
  /** @param activations those of the recorded component over the analysed text. */
  text(result: Result, activations: QuantizedActivations): string;
}

const table = <Row>(rows: (result: Result) => readonly Row[], columns: Columns<Row>): Table => ({
  has: (result) => rows(result).length > 0,
  text: (result) => csvText(columns, rows(result)),
});

const ofEvidence = <Row>(rows: (evidence: Evidence) => readonly Row[], columns: Columns<Row>): Table =>
  table(({ evidence }) => (evidence === null ? [] : rows(evidence)), columns);

/** Rows of every claim, each begun by its feature and neuron. */
const ofClaims = <Row extends object>(
  rows: (claim: Claim) => readonly Row[],
  columns: Columns<Row & { claim: Claim }>,
): Table =>
  ofEvidence(({ claims }) => claims.flatMap((claim) => rows(claim).map((row) => ({ ...row, claim }))), {
    feature: ({ claim }) => claim.feature,
    neuron: ({ claim }) => claim.neuron,
    ...columns,
  });

/** The lags of lists that stand side by side, a row each. */
const lagsOf = <Lists extends { lags: readonly number[] }>(of: Lists | null) =>
  of === null ? [] : of.lags.map((lag, k) => ({ lag, of, k }));

/** A distance of untrained networks, where there is one, as an area beside the claim's own. */
const onSide = (distance: number | null | undefined, sign: 1 | -1): number | null =>
  distance === null || distance === undefined ? null : areaOnSide(distance, sign);

const statuses = Object.fromEntries(
  rungNames.map((name) => [name, ({ claim }: { claim: Claim }) => claim.rungs[name].status]),
);

const tables = {
  relevance: table(
    ({ features }) =>
      features.flatMap(({ name, relevance }) =>
        (relevance?.relevance ?? []).map((score, neuron) => ({ name, of: relevance, score, neuron })),
      ),
    {
      feature: ({ name }) => name,
      ...own('neuron'),
      relevance: ({ score }) => score,
      prominence: ({ of, neuron }) => of?.prominence[neuron],
      difference: ({ of, neuron }) => of?.difference[neuron],
    },
  ),
  heatmap: {
    has: ({ features }: Result) => features.some(({ heatmapWindows }) => heatmapWindows.length > 0),
    text: heatmapText,
  },
  spectra: table(({ spectra }) => spectra.flatMap((of) => of.amplitude.map((amplitude, k) => ({ of, amplitude, k }))), {
    neuron: ({ of }) => of.neuron,
    ...own('k'),
    'frequency (cycles per token)': ({ of, k }) => k / of.tokens,
    ...own('amplitude'),
  }),
  'learning-curve': table(({ learningCurve }) => learningCurve?.epochs ?? [], {
    ...own('epoch'),
    'training loss': ({ trainingLoss }) => trainingLoss,
    'validation loss': ({ validationLoss }) => validationLoss,
    'validation accuracy': ({ validationAccuracy }) => validationAccuracy,
    'learning rate': ({ learningRate }) => learningRate,
    ...own('seconds'),
  }),
  'token-vectors': table(({ embedding }) => embedding?.projection?.points ?? [], {
    ...own('word', 'count'),
    'first component': ({ x }) => x,
    'second component': ({ y }) => y,
  }),
  neighbours: table(
    ({ embedding }) =>
      (embedding?.neighbours ?? []).flatMap(({ word, nearest }) =>
        nearest.map((each, index) => ({ of: word, rank: index + 1, ...each })),
      ),
    {
      word: ({ of }) => of,
      ...own('rank'),
      neighbour: ({ word }) => word,
      ...own('cosine'),
    },
  ),
  claims: ofClaims((claim) => [claim], {
    ...own('layer', 'component', 'sign', 'chosen'),
    among: ({ among, within }) => (within === undefined ? among : `${among} within ${within}`),
    lead: ({ lead }) => (lead ? 'yes' : 'no'),
    verdict: ({ claim }) => verdictPhrase(claim),
    ...statuses,
    'local AUC': ({ effect }) => effect?.localAuc,
    'AUC low': ({ effect }) => effect?.interval[0],
    'AUC high': ({ effect }) => effect?.interval[1],
    'rank correlation': ({ says, effect }) => (says.number && effect ? correlationOf(effect.localAuc) : null),
    slope: ({ effect }) => effect?.number?.slope,
    'chance adjusted p': ({ chance }) => chance?.adjustedP,
    'held-out adjusted p': ({ rungs }) => rungs.heldOut.measured?.adjustedP,
    'learned limit (local AUC)': ({ rungs, sign }) => onSide(rungs.learned.measured?.limit, sign),
    'context AUC': ({ context }) => context?.localAuc,
    'used difference (nats)': ({ rungs }) => rungs.used.measured?.difference,
    'used adjusted p': ({ rungs }) => rungs.used.measured?.adjustedP,
    headline: ({ claim }) => headline(claim),
  }),
  lags: ofClaims(({ lagProfile }) => lagsOf(lagProfile), {
    ...own('lag'),
    'local AUC': ({ of, k }) => of.localAuc[k],
    z: ({ of, k }) => of.z[k],
    'adjusted p': ({ of, k }) => of.adjustedP[k],
    'bigram AUC': ({ of, k }) => of.bigram[k],
    gap({ of, k }) {
      const reason = of.gaps[k];
      return reason ? reasonSentence(reason) : null;
    },
  }),
  events: ofClaims(({ eventAverage }) => lagsOf(eventAverage), {
    ...own('lag'),
    'mean activation': ({ of, k }) => of.mean[k],
    low: ({ of, k }) => of.low[k],
    high: ({ of, k }) => of.high[k],
  }),
  numbers: ofClaims(({ numberCurve }) => (numberCurve?.parts ?? []).map((part, k) => ({ ...part, k })), {
    ...own('number', 'lowest', 'highest', 'tokens', 'documents'),
    'mean activation': ({ mean }) => mean,
    ...ends,
    untrained: ({ claim, k }) => claim.numberCurve?.untrained?.[k],
  }),
  does: ofClaims(({ does }) => does?.tokens ?? [], {
    'next token': ({ token }) => token,
    ...own('where', 'right', 'wrong', 'follows', 'difference'),
    ...ends,
    ...own('ratio'),
    'ratio low': ({ ratioInterval }) => ratioInterval?.[0],
    'ratio high': ({ ratioInterval }) => ratioInterval?.[1],
    of: ({ claim }) => claim.does?.of,
  }),
  places: ofClaims(
    ({ falls, interchange }) => [
      ...(falls ? fallsRows(falls) : []),
      ...(interchange ? interchangeRows(interchange) : []),
    ],
    {
      ...own('measure', 'where'),
      'next token': ({ of }) => of.flatMap((each) => ('next' in each ? [each.next] : [])).join(' | ') || null,
      'next kind': ({ of }) => of.flatMap((each) => ('kind' in each ? [each.kind] : [])).join(' | ') || null,
      'after the onset from': ({ of }) => of.flatMap((each) => ('after' in each ? [...each.after] : []))[0],
      'after the onset to': ({ of }) => of.flatMap((each) => ('after' in each ? [...each.after] : []))[1],
      share: ({ mean }) => mean.share,
      tokens: ({ mean }) => mean.tokens,
      documents: ({ mean }) => mean.documents,
      'discovery (nats)': ({ mean }) => mean.discovery,
      nats: ({ mean }) => mean.flip,
      low: ({ mean }) => mean.interval[0],
      high: ({ mean }) => mean.interval[1],
      chosen: ({ chosen }) => (chosen ? 'yes' : 'no'),
    },
  ),
  groups: ofEvidence(
    ({ groups }) =>
      groups.flatMap((group) => group.curve.map((each) => ({ group, each, member: group.members[each.size - 1] }))),
    {
      feature: ({ group }) => group.feature,
      size: ({ each }) => each.size,
      'neuron added': ({ member }) => member?.neuron,
      'flip (nats)': ({ each }) => each.flip,
      low: ({ each }) => each.interval[0],
      high: ({ each }) => each.interval[1],
      alone: ({ member }) => member?.alone.flip,
      'in the group': ({ member }) => member?.inGroup.flip,
      layer: ({ group, member }) => member?.layer ?? group.layer,
      component: ({ group, member }) => member?.component ?? group.component,
    },
  ),
  documents: ofEvidence(
    ({ documentLabels }) => documentLabels.flatMap(({ name, claims }) => claims.map((claim) => ({ name, claim }))),
    {
      label: ({ name }) => name,
      neuron: ({ claim }) => claim.neuron,
      sign: ({ claim }) => claim.sign,
      'area on discovery': ({ claim }) => claim.discovery.area,
      'p on discovery': ({ claim }) => claim.discovery.adjustedP,
      area: ({ claim }) => claim.area,
      low: ({ claim }) => claim.interval[0],
      high: ({ claim }) => claim.interval[1],
      p: ({ claim }) => claim.adjustedP,
      'untrained limit (area)': ({ claim }) => onSide(claim.learned?.limit, claim.sign),
      'p of untrained': ({ claim }) => claim.learned?.adjustedP,
      'area beyond words': ({ claim }) => claim.beyond.area,
      'p beyond words': ({ claim }) => claim.beyond.adjustedP,
      told: ({ claim }) => claim.level,
    },
  ),
  emergence: ofClaims(({ emergence }) => emergence ?? [], {
    ...own('epoch'),
    'local AUC': ({ localAuc }) => localAuc,
    ...ends,
  }),
};

export type TableName = keyof typeof tables;

/** The tables that a result has data for. */
export const tablesOf = (result: Result): TableName[] =>
  (Object.keys(tables) as TableName[]).filter((name) => tables[name].has(result));

export const tableText = (result: Result, name: TableName, activations: QuantizedActivations): string =>
  tables[name].text(result, activations);

interface PlaceRow {
  measure: string;
  where: string;
  mean: Pick<PlaceEffect, 'flip' | 'interval'> & Partial<Omit<PlaceEffect, 'of'>>;
  /** What comes next there, or how long ago the state began; nothing of a whole side. */
  of: readonly Place[];
  chosen: boolean;
}

/** One measure at one place, or at several together; without a place, of a whole side. */
const placeRow = (
  measure: string,
  where: string,
  mean: PlaceRow['mean'],
  of: readonly Place[] = [],
  chosen = false,
): PlaceRow => ({ measure, where, mean, of, chosen });

const fallsRows = ({ inside, outside, places, place, holding }: Falls): PlaceRow[] => [
  placeRow('flip', 'inside', inside),
  placeRow('flip', 'outside', outside),
  ...places.map((each) => placeRow('flip', each.where, each, [each.of], isChosen(each, place))),
  ...(place ? [placeRow('flip together', place.where, place, place.of, true)] : []),
  ...(place ? [placeRow('flip', 'elsewhere', place.elsewhere)] : []),
  ...(['inside', 'outside'] as const).map((side) =>
    placeRow('holding', side, { ...holding[side], flip: holding[side].rise }),
  ),
];

const interchangeRows = ({ inside, outside, place, parts }: Interchange): PlaceRow[] => [
  placeRow('interchange', 'inside', inside),
  placeRow('interchange', 'outside', outside),
  ...parts.map((each) => placeRow('interchange', each.where, each, [each.of], true)),
  ...(place ? [placeRow('interchange together', place.where, place, place.of, true)] : []),
];

function heatmapText(result: Result, activations: QuantizedActivations): string {
  const { on } = result.detection;
  const { tokens } = result.texts[on];
  const rows = result.features.flatMap((feature) =>
    shownNeurons(feature.heatmapWindows).flatMap(({ neuron }) => {
      const values = activationsOf(activations, neuron);
      return heatmapPositions(feature, on).map((position) => ({ feature, neuron, position, values }));
    }),
  );
  return csvText(
    {
      feature: ({ feature }) => feature.name,
      neuron: ({ neuron }) => neuron,
      position: ({ position }) => position,
      token: ({ position }) => item(tokens, position),
      activation: ({ values, position }) => Number(at(values, position).toPrecision(4)),
    },
    rows,
  );
}
