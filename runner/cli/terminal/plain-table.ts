/**
 * The same findings without colour, for files and pipes: what a reader would see in the colours, in numbers. Only the
 * tokens themselves may be beyond ASCII. Pure.
 */

import { mean } from '../../analysis/stats/summary.ts';
import { counted } from '../../core/words.ts';
import { comparedTokens, restName } from '../../experiment/results/compared.ts';
import type { ShownNeuron } from '../../experiment/results/schema.ts';
import { visible } from './visible.ts';
import { headings, measureOf, nothingShown, number, standing, type TableInput, wrapped } from './wording.ts';

const shownCarriers = 12;
const shownExtremes = 5;
const indent = '  ';

export function plainTable(input: TableInput): string[] {
  const { feature, width } = input;
  const { title, details } = headings(input);
  const carriers = feature.numbers ? [] : listed('carriers:', carrierWords(input), width);
  const heading = [...title, ...details, ...carriers];
  if (feature.windows.length === 0) return [...heading, nothingShown];
  const rule = '-'.repeat(width);
  const dashed = '- '.repeat(Math.floor(width / 2)).trimEnd();
  const windows = feature.windows.map((window) => window.neurons.flatMap((shown) => neuronLines(shown, input)));
  const body = windows.flatMap((lines, i) => (i === 0 ? lines : [dashed, ...lines]));
  return [...heading, rule, ...body, rule];
}

/** In the other kind of quotation marks where it holds the one. */
const quoted = (token: string): string => (token.includes('"') ? `'${visible(token)}'` : `"${visible(token)}"`);

/** The tokens that carry the feature, the most frequent first. */
function carrierWords({ feature, result, textName }: TableInput): string[] {
  const counts = new Map<string, number>();
  const tokens = result.texts[textName].tokens;
  for (const position of feature.positions[textName]) {
    const token = tokens[position] ?? '';
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const all = [...counts].sort((a, b) => b[1] - a[1]);
  const words = all.slice(0, shownCarriers).map(([token, count]) => `${quoted(token)} x ${count}`);
  if (all.length === 0) return ['none in this text'];
  return all.length <= shownCarriers ? words : [...words, `and ${all.length - shownCarriers} others`];
}

function neuronLines(shown: ShownNeuron, input: TableInput): string[] {
  const { feature, textName, result, width } = input;
  const tokens = result.texts[textName].tokens;
  const values = Array.from(input.activations.get(shown.neuron) ?? []);
  const carriers = new Set(feature.positions[textName]);
  const compared = comparedTokens(result, feature, textName);
  const inside = values.filter((_, t) => compared[t] === 1 && carriers.has(t));
  const outside = values.filter((_, t) => compared[t] === 1 && !carriers.has(t));
  const rising = values.map((_, t) => t).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const extreme = (t: number) => `${quoted(tokens[t] ?? '')} ${number(values[t] ?? Number.NaN)}`;
  const [role, score] = standing(shown, input);
  const measure = measureOf(result.detection.by, feature);
  const means = feature.numbers
    ? [meanOf(values)]
    : [`on carriers ${meanOf(inside)}`, visible(`on ${restName(result, feature)} ${meanOf(outside)}`)];
  return [
    ...listed(`neuron ${shown.neuron}:`, [role ?? '', ...(score === undefined ? [] : [`${measure} ${score}`])], width),
    ...listed(`${indent}mean:`, means, width),
    ...listed(`${indent}highest:`, firstOfEach(rising.toReversed(), tokens).map(extreme), width),
    ...listed(`${indent}lowest:`, firstOfEach(rising, tokens).map(extreme), width),
  ];
}

/** The first positions with different tokens: ten full stops in a row would say no more than one. */
function firstOfEach(positions: readonly number[], tokens: readonly string[]): number[] {
  const seen = new Map<string, number>();
  for (const position of positions) {
    const token = tokens[position] ?? '';
    if (!seen.has(token)) seen.set(token, position);
    if (seen.size === shownExtremes) break;
  }
  return [...seen.values()];
}

function meanOf(values: readonly number[]): string {
  if (values.length === 0) return 'undefined (no tokens)';
  return `${number(mean(values))} (${counted(values.length, 'token')})`;
}

/** A label and a list with commas, wrapped under itself. */
function listed(label: string, items: readonly string[], width: number): string[] {
  const hanging = `${indent}${indent}`;
  const [first = '', ...rest] = wrapped(`${label.trimStart()} ${items.join(', ')}`, width - hanging.length);
  return [`${label.startsWith(indent) ? indent : ''}${first}`, ...rest.map((line) => `${hanging}${line}`)];
}
