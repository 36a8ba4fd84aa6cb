/** What a feature's heatmap shows: neurons of its windows by the tokens that carry the feature. Pure. */

import { at, item } from '../../runner/core/at.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import { comparedTokens } from '../../runner/experiment/results/compared.ts';
import type { FeatureResult, Result, ShownNeuron, ShownText } from '../../runner/experiment/results/schema.ts';
import { leadNeuron, neuronsAround, windowWith } from '../words/lead.ts';
import { tokenLabel } from '../words/token.ts';

export interface HeatmapRow {
  neuron: number;
  detected: boolean;
  /** Whether it is the neuron that leads the page. */
  leads: boolean;
  /** The thesis' relevance; null when undefined. */
  relevance: number | null;
  /** Activations at the columns' tokens. */
  values: number[];
  /** Their mean, and that at all other tokens that the feature is compared with but white space; null where there are none. */
  means: { here: number | null; elsewhere: number | null };
}

export interface Heatmap {
  /** Positions in the text, one a column. */
  positions: number[];
  /** Each column's token, with the token before it when all columns are the same few marks. */
  labels: string[];
  /** Rows by window; a separator stands between windows. */
  windows: HeatmapRow[][];
  /** Windows that were left out because the figure would be too large to read. */
  omittedNeurons: number;
}

type Shown = Pick<ShownNeuron, 'neuron' | 'role'>;

/** What is drawn of a feature: its windows, and the neuron that leads its page. */
export interface HeatmapFeature extends Pick<FeatureResult, 'relevance'> {
  heatmapWindows: readonly { neurons: readonly Shown[] }[];
  lead?: number;
  /** Of a number, which every token may have, nothing stands elsewhere. */
  isNumber?: boolean;
  /** [tokens] 1 where a token takes part in the comparison; absent: all do. */
  compared?: Uint8Array;
}

/** More cells than this cannot be read, and would weigh more than the rest of the page. */
const mostCells = 12_000;

export function heatmap(
  feature: HeatmapFeature,
  text: Pick<ShownText, 'tokens'>,
  positions: readonly number[],
  activations: QuantizedActivations,
): Heatmap {
  const mostRows = Math.floor(mostCells / Math.max(1, positions.length));
  const carries = new Set(positions);
  const isOther = (token: string, t: number): boolean =>
    !feature.isNumber && !carries.has(t) && (feature.compared?.[t] ?? 1) === 1 && token.trim() !== '';
  const others = text.tokens.flatMap((token, t) => (isOther(token, t) ? [t] : []));
  let rows = 0;
  let omittedNeurons = 0;
  const windows: HeatmapRow[][] = [];
  for (const { neurons } of feature.heatmapWindows) {
    const kept = neurons.slice(0, Math.max(0, mostRows - rows));
    rows += kept.length;
    omittedNeurons += neurons.length - kept.length;
    if (kept.length === 0) continue;
    windows.push(
      kept.map(({ neuron, role }) => {
        const all = activationsOf(activations, neuron);
        const valuesAt = (places: readonly number[]): number[] => places.map((position) => at(all, position));
        return {
          neuron,
          detected: role === 'detected',
          leads: neuron === feature.lead,
          relevance: feature.relevance?.relevance[neuron] ?? null,
          values: valuesAt(positions),
          means: { here: meanOf(valuesAt(positions)), elsewhere: meanOf(valuesAt(others)) },
        };
      }),
    );
  }
  return { positions: [...positions], labels: columnLabels(text.tokens, positions), windows, omittedNeurons };
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A feature's heatmap as its page, its file and its figure for papers have it, the leading neuron's window first.
 * @param positions of the columns, in the text on which neurons were detected.
 */
export function heatmapOf(
  result: Result,
  feature: FeatureResult,
  positions: readonly number[],
  activations: QuantizedActivations,
): Heatmap {
  const { on, neighbours } = result.detection;
  const drawn = ledBy(feature, leadNeuron(result, feature), { beside: neighbours, units: result.model.units });
  const shown = { ...drawn, isNumber: feature.numbers !== undefined, compared: comparedTokens(result, feature, on) };
  return heatmap(shown, result.texts[on], positions, activations);
}

/**
 * The feature with the window of the leading neuron first; where none holds it, one is made, with so many neurons `beside`
 * it on each side as the layer of `units` has and no other window shows.
 */
export function ledBy(
  { heatmapWindows: windows, relevance }: HeatmapFeature,
  lead: number,
  { beside, units }: { beside: number; units: number },
): HeatmapFeature {
  if (windows.length === 0) return { heatmapWindows: windows, relevance, lead };
  const own = windowWith(windows, lead);
  const elsewhere = new Set(windows.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron)));
  const made = neuronsAround(lead, beside, units)
    .filter((neuron) => !elsewhere.has(neuron))
    .map((neuron): Shown => ({ neuron, role: neuron === lead ? 'detected' : 'neighbour' }));
  const first = own ?? { neurons: made };
  return { heatmapWindows: [first, ...windows.filter((window) => window !== own)], relevance, lead };
}

/** Tokens as labels; with fewer than six different ones, the word before each tells the columns apart. */
function columnLabels(tokens: readonly string[], positions: readonly number[]): string[] {
  const own = positions.map((position) => item(tokens, position));
  const few = new Set(own).size < 6 && positions.length < tokens.length;
  return positions.map((position) => {
    const before = few && position > 0 ? tokenLabel(item(tokens, position - 1)) : '';
    return `${before}${tokenLabel(item(tokens, position))}`;
  });
}
