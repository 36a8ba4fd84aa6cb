/**
 * One passage of a text that shows a feature: chosen by the feature alone, so that it begins and ends in it, and drawn in the
 * colours of a neuron with the feature underlined; without colours in marks below the text. Pure.
 */
import type { FeatureResult, TextName } from '../../experiment/results/schema.ts';
import { type ColourLevel, type ColourRange, painter, type Style } from './colour.ts';
import { displayWidth, type Line, layout } from './lines.ts';

const length = { least: 30, most: 66 } as const;

export interface PassageText {
  /** As they are written, with what stands between them. */
  tokens: readonly string[];
  /** Where segments begin. */
  resets: readonly number[];
  /** Of those that carry the feature. */
  carriers: ReadonlySet<number>;
}

/** Begins with a segment, a line or a sentence. @returns the first token, and the first one behind it. */
export function choosePassage({ tokens, resets, carriers }: PassageText): readonly [from: number, to: number] {
  const begins = new Set([0, ...resets]);
  const follows = (token: number, what: RegExp) => isEnd(tokens, token) && what.test(tokens[token] ?? '');
  const ends = (token: number) => begins.has(token) || token === tokens.length || follows(token, /^\s/);
  const stops = [...begins, tokens.length].toSorted((a, b) => a - b);
  const candidates = tokens.flatMap((_, from): [from: number, to: number][] => {
    const isWord = follows(from, /^\S/) && /\s$/.test(tokens[from - 1] ?? '');
    if (!begins.has(from) && !isWord) return [];
    const stop = stops.find((each) => each > from) ?? tokens.length;
    const longest = Math.min(from + length.most, stop);
    return [[from, range(from + length.least, longest).findLast(ends) ?? longest]];
  });
  const scores = candidates.map(([from, to]) => {
    const inside = range(from, to - 1).filter((token) => carriers.has(token)).length;
    const isWhole =
      inside > 0 && !carriers.has(from) && !carriers.has(to - 1) && to - from >= Math.min(length.least, tokens.length);
    return 1000 * Number(isWhole) + Math.min(inside, to - from - inside);
  });
  return candidates[scores.indexOf(Math.max(...scores))] ?? [0, 0];
}

/** Both included. */
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, k) => from + k);

/** Whether a line or a sentence has ended before a token; 'Dr.' ends none. */
function isEnd(tokens: readonly string[], token: number): boolean {
  const before = tokens.slice(Math.max(0, token - 6), token).join('');
  return /\n\s*$/.test(before) || /(?<!\b(?:Mr|Mrs|Ms|Dr|St))[.?!]["'”’)]*\s*$/.test(before);
}

/** Tokens that carry a feature; of one of numbers those whose number is above the median. */
export function carriersOf({ positions, numbers }: FeatureResult, text: TextName): Set<number> {
  if (numbers === undefined) return new Set(positions[text]);
  const known = numbers[text].filter((number) => number !== null).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)] ?? 0;
  return new Set(numbers[text].flatMap((number, token) => (number !== null && number > median ? [token] : [])));
}

const indent = '  ';

/** @param drawn the neuron's activation at each token of the whole text, and its range; null: the text alone. */
export function passageLines(
  { tokens, carriers }: Pick<PassageText, 'tokens' | 'carriers'>,
  [from, to]: readonly [number, number],
  drawn: { values: ArrayLike<number>; range: ColourRange } | null,
  { width, level, theme }: Style,
): string[] {
  const lines = layout(tokens.slice(from, to), Math.max(1, width - 2 * indent.length));
  const paint = drawn === null ? (_: number, text: string) => text : painter(level, theme, drawn.range);
  const valueAt = (token: number) => drawn?.values[from + token] ?? Number.NaN;
  return lines.flatMap((line) => {
    const text = line.pieces.map(({ token, text: part }) =>
      paint(valueAt(token), part, { underlined: carriers.has(from + token) }),
    );
    const marks =
      level > 0 || drawn === null
        ? []
        : marksBelow(line, (token) => [carriers.has(from + token), valueAt(token)], drawn.range);
    return [text.join(''), ...marks].flatMap((each) => (each.trim() === '' ? [] : [`${indent}${each}`.trimEnd()]));
  });
}

/** From this share of the limit on a value is marked as high or low. */
const marked = 1 / 3;

/** What colours and underlines would say: ^ under the feature, and below it + and - where the neuron is high or low. */
function marksBelow(
  { pieces }: Line,
  of: (token: number) => readonly [isCarrier: boolean, value: number],
  { high }: ColourRange,
): string[] {
  const row = (sign: (isCarrier: boolean, value: number) => string) =>
    pieces.map(({ token, text }) => sign(...of(token)).repeat(displayWidth(text))).join('');
  return [
    row((isCarrier) => (isCarrier ? '^' : ' ')),
    row((_, value) => (value >= marked * high ? '+' : value <= -marked * high ? '-' : ' ')),
  ];
}

/** What is seen, in words. @param feature as the text calls it. */
export const passageLegend = (neuron: string, feature: string, level: ColourLevel): string =>
  level > 0
    ? `Orange: ${neuron} is high, blue: low. Underlined: ${feature}.`
    : `+ ${neuron} is high, - low, ^ ${feature}.`;
