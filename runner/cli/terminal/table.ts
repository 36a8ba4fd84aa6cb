/**
 * What an experiment found, for the terminal and for files: for each feature a table with the text as each shown
 * neuron sees it. Pure: returns text, writes nothing.
 */

import type { Result, TextName } from '../../experiment/results/schema.ts';
import { rangeIn } from '../../nn/models/networks.ts';
import { type ColourLevel, rangeOf, type ThemeName } from './colour.ts';
import { colouredTable } from './coloured-table.ts';
import { plainTable } from './plain-table.ts';

/** One neuron's activations over a shown text, [tokens]. */
export type ActivationsOf = (text: TextName, neuron: number) => ArrayLike<number>;

export interface TableOptions {
  /** Columns of the terminal. */
  width: number;
  /** 0: no escape sequences, and figures in numbers instead of colours. */
  level: ColourLevel;
  theme: ThemeName;
  /** Which text is shown; by default the one that the neurons were detected on. */
  text?: TextName;
}

/** Narrower tables would show a letter or two a line; they may run over the edge instead. */
const narrowest = 24;

/** All features, one below the other, ending in a line break. */
export function renderTable(result: Result, activationsOf: ActivationsOf, options: TableOptions): string {
  const textName = options.text ?? result.detection.on;
  const neurons = result.features.flatMap(({ windows }) => windows.flatMap((window) => window.neurons));
  const activations = new Map(neurons.map(({ neuron }) => [neuron, activationsOf(textName, neuron)]));
  const range = rangeOf(rangeIn(result.model.cell, result.record.component), largest([...activations.values()]));
  const width = Math.max(narrowest, Math.floor(options.width));
  const draw = options.level > 0 ? colouredTable : plainTable;
  const tables = result.features.map((feature) =>
    draw({ result, feature, textName, activations, range, width, theme: options.theme, level: options.level }),
  );
  return tables.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

const largest = (lists: readonly ArrayLike<number>[]): number =>
  lists.reduce((most, list) => Array.from(list).reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
