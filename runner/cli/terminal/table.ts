/**
 * What an experiment found, for the terminal and for files: for each feature a table with the text as each shown neuron sees it.
 * In colour one row is a neuron, the text wrapped beside it, each token on the colour of that neuron's activation; without colour, in
 * files and pipes, what a reader would see in the colours, in numbers. Pure: returns text, writes nothing.
 */
import { Ansis } from 'ansis';
import { mean } from '../../analysis/stats/summary.ts';
import { cutOf, withSpaces } from '../../core/cut.ts';
import { counted } from '../../core/words.ts';
import { comparedTokens, restName } from '../../experiment/results/compared.ts';
import type { FeatureResult, Result, ShownNeuron, TextName } from '../../experiment/results/schema.ts';
import { rangeIn } from '../../nn/models/networks.ts';
import { type ColourRange, painter, rangeOf, type Style } from './colour.ts';
import { displayWidth, type Line, layout, wrapped } from './lines.ts';
import { lineBreak, visible } from './visible.ts';

/** Narrower tables would show a letter or two a line; they may run over the edge instead. */
const narrowest = 24;

/**
 * All features, one below the other, ending in a line break, over the text that the neurons were detected on.
 * @param activationsOf one neuron's activations over a shown text, [tokens].
 */
export function renderTable(
  result: Result,
  activationsOf: (text: TextName, neuron: number) => ArrayLike<number>,
  style: Style,
): string {
  const textName = result.detection.on;
  const neurons = result.features.flatMap(({ windows }) => windows.flatMap((window) => window.neurons));
  const activations = new Map(neurons.map(({ neuron }) => [neuron, activationsOf(textName, neuron)]));
  const range = rangeOf(rangeIn(result.model.cell, result.record.component), ...activations.values());
  const width = Math.max(narrowest, Math.floor(style.width));
  const { tokens } = result.texts[textName];
  const draw = style.level > 0 ? colouredTable : plainTable;
  const tables = result.features.map((feature) => {
    const carriers = new Set(feature.positions[textName]);
    return draw({ ...style, result, feature, textName, tokens, carriers, activations, range, width });
  });
  return tables.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** What both kinds of table draw. */
interface TableInput extends Style {
  result: Result;
  feature: FeatureResult;
  textName: TextName;
  tokens: readonly string[];
  carriers: ReadonlySet<number>;
  /** By neuron, [tokens] each. */
  activations: ReadonlyMap<number, ArrayLike<number>>;
  /** The same for all features of a result. */
  range: ColourRange;
}

/** Three digits are more than the eye can use and as many as tell neighbours apart. */
const number = (value: number): string => (Number.isNaN(value) ? 'undefined' : value.toFixed(3));

/** What the table is about: the feature, what was recorded, how neurons were found, and what to mind. */
function headings({ result, feature, tokens, carriers, textName, width }: TableInput) {
  const { record, detection } = result;
  const measure = measureOf(result, feature);
  const { numbers } = feature;
  const shown = numbers
    ? `${numbers[textName].filter((number) => number !== null).length} of them with a number`
    : counted(carriers.size, 'carrier');
  const carry = numbers ? 'have a number' : 'carry the feature';
  const details = [
    `${record.component} of layer ${record.layer}, ${textName} text of ${counted(tokens.length, 'token')}, ${shown}`,
    measure === null
      ? 'neurons given by hand'
      : `neurons by ${measure}${directions[measure] ?? ''} on the ${detection.on} text: ${feature.carriers} of ${counted(feature.counted, 'token')} ${carry}`,
    ...(feature.warning === null ? [] : [`! ${feature.warning}`]),
  ];
  return {
    title: wrapped(visible(`${feature.name}: ${feature.description}`), width),
    details: details.flatMap((line) => wrapped(visible(line), width)),
  };
}

/** What a score's side says, where it has one. */
const directions: Readonly<Record<string, string>> = {
  'local AUC': ' (below 0.5: lower at the feature)',
  'rank correlation': ' (below 0: falls as the number rises)',
};

/** What the scores measure; null when neurons were given by hand. */
function measureOf({ detection }: Pick<Result, 'detection'>, { numbers }: Pick<FeatureResult, 'numbers'>) {
  const measures = {
    effect: numbers ? 'rank correlation' : 'local AUC',
    relevance: numbers ? 'size of the correlation' : 'relevance',
    fourier: 'amplitude',
    none: null,
  } as const;
  return measures[detection.by];
}

/** 'detected, rank 1' or 'neighbour', and the score where there is one. */
function standing({ role, rank, score }: ShownNeuron, { result, feature }: TableInput): string[] {
  if (measureOf(result, feature) === null) return [role === 'detected' ? 'given' : 'neighbour'];
  return [role === 'detected' && rank !== null ? `rank ${rank}` : role, score === null ? 'undefined' : number(score)];
}

const nothingShown = 'No neuron is shown for this feature.';

/** All colours: where they are shown at all, frames and headings need no more than any terminal has. */
const ansis = new Ansis(3);

const leftWidth = 11;
/** Border, blank, left column, blank, border, blank, text, blank, border. */
const frameWidth = leftWidth + 7;

function colouredTable(input: TableInput): string[] {
  const { feature, width, result, tokens } = input;
  const { title, details } = headings(input);
  const heading = [...title.map((line) => ansis.bold(line)), ...details];
  if (feature.windows.length === 0) return [...heading, nothingShown];
  const textWidth = width - frameWidth;
  const lines = layout(withSpaces(tokens, cutOf(result.model)), textWidth);
  const rows = feature.windows.map((window) => window.neurons.map((neuron) => row(neuron, lines, textWidth, input)));
  const thin = ruler(['├', '┼', '┤'], '─', textWidth);
  const dashed = ruler(['├', '┼', '┤'], '╌', textWidth);
  return [
    ...heading,
    ruler(['┌', '┬', '┐'], '─', textWidth),
    ...separated(
      rows.map((each) => separated(each, thin)),
      dashed,
    ),
    ruler(['└', '┴', '┘'], '─', textWidth),
    scale(input),
    ...wrapped(`Underlined: tokens that carry the feature. ${lineBreak}: line break.`, width),
  ];
}

function row(shown: ShownNeuron, lines: readonly Line[], textWidth: number, input: TableInput): string[] {
  const label = [`neuron ${shown.neuron}`, ...standing(shown, input)];
  const values = input.activations.get(shown.neuron) ?? [];
  const height = Math.max(label.length, lines.length);
  const paint = painter(input.level, input.theme, input.range);
  return Array.from({ length: height }, (_, i) => {
    const words = (label[i] ?? '').padEnd(leftWidth);
    const line = lines[i] ?? { pieces: [], width: 0 };
    const text = line.pieces.map(({ token, text: part }) =>
      paint(values[token] ?? Number.NaN, part, { underlined: input.carriers.has(token) }),
    );
    const left = shown.role === 'detected' ? ansis.bold(words) : ansis.dim(words);
    const rest = ' '.repeat(Math.max(0, textWidth - line.width));
    return `${border} ${left} ${border} ${text.join('')}${rest} ${border}`;
  });
}

const border = ansis.dim('│');

/** @param joints left, middle and right. */
const ruler = ([left, middle, right]: readonly [string, string, string], line: string, textWidth: number): string =>
  ansis.dim(left + line.repeat(leftWidth + 2) + middle + line.repeat(textWidth + 2) + right);

const separated = (groups: readonly string[][], separator: string): string[] =>
  groups.flatMap((lines, i) => (i === 0 ? lines : [separator, ...lines]));

const widestScale = 41;

function scale({ range, theme, level, width, result }: TableInput): string {
  const [low, high] = [range.low, range.high].map((limit) => (Number.isInteger(limit) ? String(limit) : number(limit)));
  const words = displayWidth(`${low}  ${high}  ${result.record.component}`);
  const steps = Math.max(5, Math.min(widestScale, width - words));
  const paint = painter(level, theme, range);
  const valueAt = (step: number) => range.low + ((range.high - range.low) * step) / (steps - 1);
  const cells = Array.from({ length: steps }, (_, step) => paint(valueAt(step), ' '));
  return `${low} ${cells.join('')} ${high} ${result.record.component}`;
}

const shownCarriers = 12;
const shownExtremes = 5;
const indent = '  ';

function plainTable(input: TableInput): string[] {
  const { feature, width } = input;
  const { title, details } = headings(input);
  const carriers = feature.numbers ? [] : listed('carriers:', carrierWords(input), width);
  const heading = [...title, ...details, ...carriers];
  if (feature.windows.length === 0) return [...heading, nothingShown];
  const rule = '-'.repeat(width);
  const dashed = '- '.repeat(Math.floor(width / 2)).trimEnd();
  const windows = feature.windows.map((window) => window.neurons.flatMap((shown) => neuronLines(shown, input)));
  return [...heading, rule, ...separated(windows, dashed), rule];
}

/** In the other kind of quotation marks where it holds the one. */
const quoted = (token: string): string => (token.includes('"') ? `'${visible(token)}'` : `"${visible(token)}"`);

/** The tokens that carry the feature, the most frequent first. */
function carrierWords({ tokens, carriers }: TableInput): string[] {
  const places = Map.groupBy(carriers, (position) => tokens[position] ?? '');
  const all = [...places].sort(([, a], [, b]) => b.length - a.length);
  const words = all.slice(0, shownCarriers).map(([token, { length }]) => `${quoted(token)} x ${length}`);
  if (all.length === 0) return ['none in this text'];
  return all.length <= shownCarriers ? words : [...words, `and ${all.length - shownCarriers} others`];
}

function neuronLines(shown: ShownNeuron, input: TableInput): string[] {
  const { feature, textName, result, width, tokens, carriers } = input;
  const values = Array.from(input.activations.get(shown.neuron) ?? []);
  const compared = comparedTokens(result, feature, textName);
  const inside = values.filter((_, t) => compared[t] === 1 && carriers.has(t));
  const outside = values.filter((_, t) => compared[t] === 1 && !carriers.has(t));
  const rising = values.map((_, t) => t).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const extreme = (t: number) => `${quoted(tokens[t] ?? '')} ${number(values[t] ?? Number.NaN)}`;
  const [role, score] = standing(shown, input);
  const measure = measureOf(result, feature);
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
const firstOfEach = (positions: readonly number[], tokens: readonly string[]): number[] =>
  [...Map.groupBy(positions, (position) => tokens[position] ?? '').values()]
    .slice(0, shownExtremes)
    .flatMap((places) => places.slice(0, 1));

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
