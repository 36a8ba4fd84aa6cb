/** Which neuron an atlas shows first. Pure; apart from the table, which runs in the browser, where no result is read. */
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { leadNeuron } from '../lead.ts';
import { mainFeature } from '../page-features.ts';
import { type AtlasRow, firstWish, wished } from './table.ts';

/** The one that leads the experiment's page, or where none does the one that learned furthest beyond what untrained networks and control labels have. */
export function firstShown(result: Result, rows: readonly AtlasRow[]): number {
  const feature = mainFeature(result);
  return feature !== undefined && feature.windows.length > 0
    ? leadNeuron(result, feature)
    : (wished(rows, firstWish)[0]?.neuron ?? 0);
}
