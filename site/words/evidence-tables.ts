/** The evidence as tables to download, one function a table. Pure. */
import { type Claim, type Evidence, rungNames } from '../../runner/results/evidence-schema-1.ts';
import { type Cell, csv } from './csv.ts';

export const evidenceTableNames = ['claims', 'lags', 'events', 'ablations', 'emergence', 'rhythm'] as const;
export type EvidenceTableName = (typeof evidenceTableNames)[number];

/** The rows of each table, after its columns. */
const tables: Record<EvidenceTableName, { columns: string[]; rows: (evidence: Evidence) => Cell[][] }> = {
  claims: {
    columns: [
      'feature',
      'neuron',
      'layer',
      'component',
      'sign',
      'chosen',
      ...rungNames,
      'local AUC',
      'AUC low',
      'AUC high',
      'E2 z',
      'E2 adjusted p',
      'E3 z',
      'E3 adjusted p',
      'E4 verdict',
      'sentence',
    ],
    rows: ({ claims }) => claims.map(claimRow),
  },
  lags: {
    columns: ['feature', 'neuron', 'lag', 'local AUC', 'z', 'adjusted p', 'bigram AUC', 'untrained AUC'],
    rows: each(({ lagProfile: profile }) =>
      (profile?.lags ?? []).map((lag, k) => [
        lag,
        profile?.localAuc[k] ?? null,
        profile?.z[k] ?? null,
        profile?.adjustedP[k] ?? null,
        profile?.bigram[k] ?? null,
        profile?.untrained?.[k] ?? null,
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
  ablations: {
    columns: ['feature', 'neuron', 'method', 'where', 'neuron kind', 'difference (nats)', 'low', 'high', 'p'],
    rows: each(({ rungs }) =>
      (rungs.E6.measured?.ablations ?? []).flatMap(({ method, where, difference, interval, p, matched }): Cell[][] => [
        [method, where, 'claimed', difference, ...interval, p],
        ...matched.map((other): Cell[] => [method, where, 'similar', other, null, null, null]),
      ]),
    ),
  },
  emergence: {
    columns: ['feature', 'neuron', 'epoch', 'local AUC', 'low', 'high'],
    rows: each(({ emergence }) =>
      (emergence ?? []).map(({ epoch, localAuc, interval }) => [epoch, localAuc, ...interval]),
    ),
  },
  rhythm: {
    columns: ['neuron', 'frequency (cycles per token)', 'raw', 'token classes', 'residual'],
    rows: ({ rhythms }) =>
      rhythms.flatMap(({ neuron, spectra }) =>
        (spectra?.frequencies ?? []).map((frequency, k) => [
          neuron,
          frequency,
          spectra?.raw[k] ?? null,
          spectra?.control[k] ?? null,
          spectra?.residual[k] ?? null,
        ]),
      ),
  },
};

/** The tables that the evidence has rows for. */
export const evidenceTablesOf = (evidence: Evidence | null): EvidenceTableName[] =>
  evidence === null ? [] : evidenceTableNames.filter((name) => tables[name].rows(evidence).length > 0);

export const evidenceTable = (evidence: Evidence, name: EvidenceTableName): string =>
  csv(tables[name].columns, tables[name].rows(evidence));

/** Rows of every claim, each begun by its feature and neuron. */
function each(rows: (claim: Claim) => Cell[][]): (evidence: Evidence) => Cell[][] {
  return ({ claims }) => claims.flatMap((claim) => rows(claim).map((row) => [claim.feature, claim.neuron, ...row]));
}

function claimRow({ feature, neuron, layer, component, sign, chosen, rungs, sentence }: Claim): Cell[] {
  const { E1, E2, E3, E4 } = rungs;
  return [
    feature,
    neuron,
    layer,
    component,
    sign,
    chosen,
    ...rungNames.map((name) => rungs[name].status),
    E1.measured?.localAuc ?? null,
    E1.measured?.interval[0] ?? null,
    E1.measured?.interval[1] ?? null,
    E2.measured?.z ?? null,
    E2.measured?.adjustedP ?? null,
    E3.measured?.z ?? null,
    E3.measured?.adjustedP ?? null,
    E4.measured?.verdict ?? null,
    sentence,
  ];
}
