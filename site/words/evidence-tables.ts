/** The evidence as tables to download, one function a table. Pure. */

import { rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { Reason } from '../../runner/analysis/findings/reasons-schema.ts';
import type { Falls, Interchange, Place, PlaceEffect } from '../../runner/analysis/findings/shown-schema.ts';
import type { Claim, Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import { type CsvCell, csv } from '../../runner/words/csv.ts';
import { reasonSentence } from '../../runner/words/reasons.ts';
import { headline, verdictPhrase } from '../../runner/words/verdict.ts';
import { isChosen } from './falls.ts';
import { areaOnSide, correlationOf } from './folded.ts';

export const evidenceTableNames = [
  'claims',
  'lags',
  'events',
  'numbers',
  'does',
  'places',
  'groups',
  'documents',
  'emergence',
] as const;
export type EvidenceTableName = (typeof evidenceTableNames)[number];

/** The rows of each table, after its columns. */
const tables: Record<EvidenceTableName, { columns: string[]; rows: (evidence: Evidence) => CsvCell[][] }> = {
  claims: {
    columns: [
      'feature',
      'neuron',
      'layer',
      'component',
      'sign',
      'chosen',
      'among',
      'lead',
      'verdict',
      ...rungNames,
      'local AUC',
      'AUC low',
      'AUC high',
      'rank correlation',
      'slope',
      'chance adjusted p',
      'held-out adjusted p',
      'learned limit (local AUC)',
      'context AUC',
      'used difference (nats)',
      'used adjusted p',
      'headline',
    ],
    rows: ({ claims }) => claims.map(claimRow),
  },
  lags: {
    columns: ['feature', 'neuron', 'lag', 'local AUC', 'z', 'adjusted p', 'bigram AUC', 'gap'],
    rows: each(({ lagProfile: profile }) =>
      (profile?.lags ?? []).map((lag, k) => [
        lag,
        profile?.localAuc[k] ?? null,
        profile?.z[k] ?? null,
        profile?.adjustedP[k] ?? null,
        profile?.bigram[k] ?? null,
        sentenceOf(profile?.gaps[k]),
      ]),
    ),
  },
  events: {
    columns: ['feature', 'neuron', 'lag', 'mean activation', 'low', 'high'],
    rows: each(({ eventAverage: average }) =>
      (average?.lags ?? []).map((lag, k) => [
        lag,
        average?.mean[k] ?? null,
        average?.low[k] ?? null,
        average?.high[k] ?? null,
      ]),
    ),
  },
  numbers: {
    columns: [
      'feature',
      'neuron',
      'number',
      'lowest',
      'highest',
      'tokens',
      'documents',
      'mean activation',
      'low',
      'high',
      'untrained',
    ],
    rows: each(({ numberCurve: curve }) =>
      (curve?.parts ?? []).map(({ number, lowest, highest, tokens, documents, mean, interval }, part) => [
        ...[number, lowest, highest, tokens, documents, mean, ...interval],
        curve?.untrained?.[part] ?? null,
      ]),
    ),
  },
  does: {
    columns: [
      'feature',
      'neuron',
      'next token',
      'where',
      'right',
      'wrong',
      'follows',
      'difference',
      'low',
      'high',
      'ratio',
      'ratio low',
      'ratio high',
      'of',
    ],
    rows: each(({ does }) =>
      (does?.tokens ?? []).map((told) => [
        ...[told.token, told.where, told.right, told.wrong, told.follows, told.difference, ...told.interval],
        ...[told.ratio, told.ratioInterval?.[0] ?? null, told.ratioInterval?.[1] ?? null, does?.of ?? null],
      ]),
    ),
  },
  places: {
    columns: [
      'feature',
      'neuron',
      'measure',
      'where',
      'next token',
      'next kind',
      'after the onset from',
      'after the onset to',
      'share',
      'tokens',
      'documents',
      'discovery (nats)',
      'nats',
      'low',
      'high',
      'chosen',
    ],
    rows: each(({ falls, interchange }) => [
      ...(falls ? fallsRows(falls) : []),
      ...(interchange ? interchangeRows(interchange) : []),
    ]),
  },
  groups: {
    columns: [
      'feature',
      'size',
      'neuron added',
      'flip (nats)',
      'low',
      'high',
      'alone',
      'in the group',
      'layer',
      'component',
    ],
    rows: ({ groups }) =>
      groups.flatMap(({ feature, layer, component, members, curve }) =>
        curve.map(({ size, flip, interval }): CsvCell[] => {
          const member = members[size - 1];
          return [
            feature,
            size,
            member?.neuron ?? null,
            flip,
            ...interval,
            member?.alone.flip ?? null,
            member?.inGroup.flip ?? null,
            member?.layer ?? layer,
            member?.component ?? component,
          ];
        }),
      ),
  },
  documents: {
    columns: [
      ...['label', 'neuron', 'sign', 'area on discovery', 'p on discovery', 'area', 'low', 'high', 'p'],
      ...['untrained limit (area)', 'p of untrained', 'area beyond words', 'p beyond words', 'told'],
    ],
    rows: ({ documentLabels }) =>
      documentLabels.flatMap(({ name, claims }) =>
        claims.map(({ neuron, sign, discovery, area, interval, adjustedP, learned, beyond, level }): CsvCell[] => [
          ...[name, neuron, sign, discovery.area, discovery.adjustedP, area, ...interval, adjustedP],
          ...[
            learned ? areaOnSide(learned.limit, sign) : null,
            learned?.adjustedP ?? null,
            beyond.area,
            beyond.adjustedP,
            level,
          ],
        ]),
      ),
  },
  emergence: {
    columns: ['feature', 'neuron', 'epoch', 'local AUC', 'low', 'high'],
    rows: each(({ emergence }) =>
      (emergence ?? []).map(({ epoch, localAuc, interval }) => [epoch, localAuc, ...interval]),
    ),
  },
};

/** The tables that the evidence has rows for. */
export const evidenceTablesOf = (evidence: Evidence | null): EvidenceTableName[] =>
  evidence === null ? [] : evidenceTableNames.filter((name) => tables[name].rows(evidence).length > 0);

export const evidenceTable = (evidence: Evidence, name: EvidenceTableName): string =>
  csv(tables[name].columns, tables[name].rows(evidence));

/** Rows of every claim, each begun by its feature and neuron. */
function each(rows: (claim: Claim) => CsvCell[][]): (evidence: Evidence) => CsvCell[][] {
  return ({ claims }) => claims.flatMap((claim) => rows(claim).map((row) => [claim.feature, claim.neuron, ...row]));
}

type Mean = Pick<PlaceEffect, 'flip' | 'interval'> & Partial<Omit<PlaceEffect, 'of'>>;

/** One measure at one place, or at several together; without a place, of a whole side. */
const placeRow = (
  measure: string,
  where: string,
  mean: Mean,
  { of = [], chosen = false }: { of?: readonly Place[]; chosen?: boolean } = {},
): CsvCell[] => {
  const { share, tokens, documents, discovery, flip, interval } = mean;
  const next = of.flatMap((each) => ('next' in each ? [each.next] : []));
  const kinds = of.flatMap((each) => ('kind' in each ? [each.kind] : []));
  const [from, to] = of.flatMap((each) => ('after' in each ? [...each.after] : []));
  return [
    ...[measure, where, next.join(' | ') || null, kinds.join(' | ') || null, from ?? null, to ?? null],
    ...[share ?? null, tokens ?? null, documents ?? null, discovery ?? null, flip, ...interval, chosen ? 'yes' : 'no'],
  ];
};

const fallsRows = ({ inside, outside, places, place, holding }: Falls): CsvCell[][] => [
  placeRow('flip', 'inside', inside),
  placeRow('flip', 'outside', outside),
  ...places.map((each) => placeRow('flip', each.where, each, { of: [each.of], chosen: isChosen(each, place) })),
  ...(place ? [placeRow('flip together', place.where, place, { of: place.of, chosen: true })] : []),
  ...(place ? [placeRow('flip', 'elsewhere', place.elsewhere)] : []),
  ...(['inside', 'outside'] as const).map((side) =>
    placeRow('holding', side, { flip: holding[side].rise, interval: holding[side].interval }),
  ),
];

const interchangeRows = ({ inside, outside, place, parts }: Interchange): CsvCell[][] => [
  placeRow('interchange', 'inside', inside),
  placeRow('interchange', 'outside', outside),
  ...parts.map((each) => placeRow('interchange', each.where, each, { of: [each.of], chosen: true })),
  ...(place ? [placeRow('interchange together', place.where, place, { of: place.of, chosen: true })] : []),
];

function claimRow(claim: Claim): CsvCell[] {
  const { effect, chance, context } = claim;
  const { heldOut, learned, used } = claim.rungs;
  const limit = learned.measured?.limit ?? null;
  return [
    claim.feature,
    claim.neuron,
    claim.layer,
    claim.component,
    claim.sign,
    claim.chosen,
    claim.within === undefined ? claim.among : `${claim.among} within ${claim.within}`,
    claim.lead ? 'yes' : 'no',
    verdictPhrase(claim),
    ...rungNames.map((name) => claim.rungs[name].status),
    effect?.localAuc ?? null,
    effect?.interval[0] ?? null,
    effect?.interval[1] ?? null,
    claim.says.number && effect ? correlationOf(effect.localAuc) : null,
    effect?.number?.slope ?? null,
    chance?.adjustedP ?? null,
    heldOut.measured?.adjustedP ?? null,
    limit === null ? null : areaOnSide(limit, claim.sign),
    context?.localAuc ?? null,
    used.measured?.difference ?? null,
    used.measured?.adjustedP ?? null,
    headline(claim),
  ];
}

const sentenceOf = (reason: Reason | null | undefined): string | null => (reason ? reasonSentence(reason) : null);
