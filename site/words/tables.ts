/** The data behind the figures as tables to download, one function a table. Pure. */

import { at, item } from '../../runner/core/at.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { csv } from '../../runner/words/csv.ts';
import { type EvidenceTableName, evidenceTable, evidenceTableNames, evidenceTablesOf } from './evidence-tables.ts';
import { heatmapPositions } from './heatmap-positions.ts';
import { shownNeurons } from './ranking.ts';

const figureTableNames = ['relevance', 'heatmap', 'spectra', 'learning-curve', 'token-vectors', 'neighbours'] as const;
type FigureTableName = (typeof figureTableNames)[number];
export type TableName = FigureTableName | EvidenceTableName;

/** The tables that a result has data for. */
export function tablesOf(result: Result): TableName[] {
  const has: Record<FigureTableName, boolean> = {
    relevance: result.features.some((feature) => feature.relevance !== null),
    heatmap: result.features.some((feature) => feature.heatmapWindows.length > 0),
    spectra: result.spectra.length > 0,
    'learning-curve': result.learningCurve !== null,
    'token-vectors': result.embedding !== null && result.embedding.projection !== null,
    neighbours: result.embedding !== null && result.embedding.neighbours.length > 0,
  };
  return [...figureTableNames.filter((name) => has[name]), ...evidenceTablesOf(result.evidence)];
}

/** `activations` are those of the recorded component over the analysed text. */
export function table(result: Result, name: TableName, activations: QuantizedActivations): string {
  if (isOfEvidence(name)) {
    const { evidence } = result;
    return evidence ? evidenceTable(evidence, name) : '';
  }
  switch (name) {
    case 'relevance':
      return relevanceTable(result);
    case 'heatmap':
      return heatmapTable(result, activations);
    case 'spectra':
      return spectraTable(result);
    case 'learning-curve':
      return learningCurveTable(result);
    case 'token-vectors':
      return tokenVectorsTable(result);
    case 'neighbours':
      return neighboursTable(result);
    default:
      return name satisfies never;
  }
}

const isOfEvidence = (name: TableName): name is EvidenceTableName =>
  (evidenceTableNames as readonly string[]).includes(name);

function relevanceTable({ features }: Result): string {
  const rows = features.flatMap(({ name, relevance }) =>
    (relevance?.relevance ?? []).map((score, neuron) => [
      name,
      neuron,
      score,
      relevance?.prominence[neuron] ?? null,
      relevance?.difference[neuron] ?? null,
    ]),
  );
  return csv(['feature', 'neuron', 'relevance', 'prominence', 'difference'], rows);
}

function heatmapTable(result: Result, activations: QuantizedActivations): string {
  const { on } = result.detection;
  const { tokens } = result.texts[on];
  const rows = result.features.flatMap((feature) =>
    shownNeurons(feature.heatmapWindows).flatMap(({ neuron }) => {
      const values = activationsOf(activations, neuron);
      return heatmapPositions(feature, on).map((position) => [
        feature.name,
        neuron,
        position,
        item(tokens, position),
        Number(at(values, position).toPrecision(4)),
      ]);
    }),
  );
  return csv(['feature', 'neuron', 'position', 'token', 'activation'], rows);
}

function spectraTable({ spectra }: Result): string {
  const rows = spectra.flatMap(({ neuron, tokens, amplitude }) =>
    amplitude.map((value, k) => [neuron, k, k / tokens, value]),
  );
  return csv(['neuron', 'k', 'frequency (cycles per token)', 'amplitude'], rows);
}

function learningCurveTable({ learningCurve }: Result): string {
  const rows = (learningCurve?.epochs ?? []).map((each) => [
    each.epoch,
    each.trainingLoss,
    each.validationLoss,
    each.validationAccuracy,
    each.learningRate,
    each.seconds,
  ]);
  const columns = ['training loss', 'validation loss', 'validation accuracy', 'learning rate', 'seconds'];
  return csv(['epoch', ...columns], rows);
}

function tokenVectorsTable({ embedding }: Result): string {
  const rows = (embedding?.projection?.points ?? []).map(({ word, count, x, y }) => [word, count, x, y]);
  return csv(['word', 'count', 'first component', 'second component'], rows);
}

function neighboursTable({ embedding }: Result): string {
  const rows = (embedding?.neighbours ?? []).flatMap(({ word, nearest }) =>
    nearest.map((each, index) => [word, index + 1, each.word, each.cosine]),
  );
  return csv(['word', 'rank', 'neighbour', 'cosine'], rows);
}
