/** Which arrays bring back, after which tokens, what a text lost by a change of its tokens: one value of the other text at a time. */
import type { Sequence } from '../analysis/reading/runner.ts';
import { argmax } from '../analysis/stats/logits.ts';
import { at, item } from '../core/at.ts';
import { settable } from '../nn/models/intervention.ts';
import { readerOf } from '../nn/models/reading.ts';
import type { OpenNetwork, TextOrIds } from './network.ts';
import { interventionsOf, unusablePatch } from './patch.ts';
import { readText } from './read.ts';
import { checkArrays, TextReading } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

/**
 * What is asked of the network after the last token: how far the logit of `id` is above that of `minus` (absent: 0), or a function of
 * the logits, [vocabulary].
 */
export type PatchingMetric = { id: number; minus?: number } | ((logits: Float32Array) => number);

export interface PatchingOptions extends Watching {
  /** Names of arrays. */
  arrays: readonly string[];
  /** Absent: the logit of the token that is expected most after the clean text less that of the one after the corrupted text. */
  metric?: PatchingMetric;
}

export interface PatchingShares {
  arrays: string[];
  /** Of the clean text. */
  tokens: string[];
  /**
   * [arrays][tokens] The share of the metric that is restored where the corrupted text is read with the array as the clean text has it
   * after that token: 0 as the corrupted text is, 1 as the clean one. It may be more or less.
   */
  values: number[][];
  /** The metric of both. */
  clean: number;
  corrupted: number;
  /** As a picture: arrays by tokens, orange where it is restored, blue where it goes the other way. SVG. */
  figure(): string;
}

/** Texts that are read side by side: enough for large products, few enough for what large networks carry. */
const sideBySide = 128;

/** @throws InputError where the texts are of different lengths or do not differ in the metric, and there is no such array or id. */
export async function patchedShares(
  network: OpenNetwork,
  clean: TextOrIds,
  corrupted: TextOrIds,
  { arrays, metric, onProgress, signal }: PatchingOptions = {} as PatchingOptions,
): Promise<PatchingShares> {
  const reader = readerOf(network.model.architecture);
  const known = settable(reader).map(({ name }) => name);
  checkArrays(arrays, known);
  const [own, other] = [network.encode(clean), network.encode(corrupted)];
  const { backward, ids } = other;
  if (own.ids.length !== ids.length) {
    const what = `The clean text has ${own.ids.length} tokens, and the corrupted one ${ids.length}`;
    throw unusablePatch(what, 'Give texts in which tokens are replaced, not left out');
  }
  const reading = new TextReading(await readText(network, clean, { record: arrays, signal }));
  let measure = metric === undefined ? null : measureOf(metric, reader.vocabulary);
  let done = 0;
  const total = 2 + arrays.length * ids.length;
  /** [sequences] */
  const metrics = async (sequences: readonly Sequence[]): Promise<number[]> => {
    const logits: Float32Array[] = [];
    const told: number[] = [];
    await network.runner.run(sequences, {
      wants: (_, position) => position === ids.length - 1,
      decode: {
        gives: 'logits',
        hear(sequence, _, values) {
          if (measure === null) logits[sequence] = values.slice();
          else told[sequence] = measure(values);
        },
      },
      streams: sideBySide,
      pause: pauseOf({ signal }),
      onProgress: (share) => onProgress?.((done + share * sequences.length) / total),
    });
    done += sequences.length;
    if (measure !== null) return told;
    const [id = 0, minus = 0] = logits.map((each) => argmax(each));
    if (id === minus) {
      const what = 'After both texts the same token is expected most';
      throw unusablePatch(what, 'Say what is compared: metric: { id, minus }');
    }
    measure = measureOf({ id, minus }, reader.vocabulary);
    return logits.map(measure);
  };
  const [best = 0, worst = 0] = await metrics([own, other]);
  if (!(Math.abs(best - worst) > 1e-6 * Math.max(1, Math.abs(best)))) {
    const what = `The metric is ${best} after the clean text and ${worst} after the corrupted one`;
    throw unusablePatch(what, 'Give texts in which it differs, or another metric');
  }
  // Several arrays of a short text at once: a program is compiled for all that are changed in it.
  const atOnce = Math.max(1, Math.floor(sideBySide / ids.length));
  const patched: number[] = [];
  for (let from = 0; from < arrays.length; from += atOnce) {
    const sequences = arrays.slice(from, from + atOnce).flatMap((array) =>
      Array.from(ids, (_, token) => {
        const patch = [{ array, tokens: [token], set: reading }];
        return { ids, patches: interventionsOf({ patch }, reader, { tokens: ids.length, backward }) };
      }),
    );
    patched.push(...(await metrics(sequences)));
  }
  const restored = patched.map((each) => (each - worst) / (best - worst));
  const values = arrays.map((_, index) => restored.slice(index * ids.length, (index + 1) * ids.length));
  const shares = { arrays: [...arrays], tokens: [...reading.tokens], values };
  return { ...shares, clean: best, corrupted: worst, figure: () => heatmapOf(shares) };
}

function measureOf(metric: PatchingMetric, vocabulary: number): (logits: Float32Array) => number {
  const checked = (value: number): number => {
    if (Number.isFinite(value)) return value;
    throw unusablePatch(`The metric is ${value}`, 'Give a function of the logits that is a finite number');
  };
  if (typeof metric === 'function') return (logits) => checked(metric(logits));
  const { id, minus } = metric;
  for (const each of minus === undefined ? [id] : [id, minus]) {
    if (!(Number.isInteger(each) && each >= 0 && each < vocabulary))
      throw unusablePatch(`The metric names id ${each}`, `Choose from 0 to ${vocabulary - 1}`);
  }
  return (logits) => checked(at(logits, id) - (minus === undefined ? 0 : at(logits, minus)));
}

/** Pixels: a cell, a letter, and what stands around. */
const size = { cell: 22, letter: 7, edge: 8 } as const;
const colours = { more: '#f3ab57', less: '#74b0e6', ink: '#222' } as const;

function heatmapOf({ arrays, tokens, values }: Pick<PatchingShares, 'arrays' | 'tokens' | 'values'>): string {
  const { cell, letter, edge } = size;
  const longest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const labels = tokens.map((token) => JSON.stringify(token).slice(1, -1).replaceAll(' ', '␣'));
  const left = 2 * edge + letter * longest(arrays);
  const bottom = edge + cell * arrays.length;
  const legend = bottom + 3 * edge + letter * longest(labels);
  const [width, height] = [left + Math.max(cell * tokens.length, 120) + edge, legend + edge];
  const cells = values.flatMap((row, y) =>
    row.map((value, x) => {
      const fill = `fill="${value < 0 ? colours.less : colours.more}" fill-opacity="${Math.min(1, Math.abs(value)).toFixed(2)}"`;
      const title = `<title>${escaped(`${item(arrays, y)} after ${item(labels, x)}: ${value.toFixed(3)}`)}</title>`;
      return `<rect x="${left + cell * x}" y="${edge + cell * y}" width="${cell - 1}" height="${cell - 1}" ${fill}>${title}</rect>`;
    }),
  );
  const rows = arrays.map(
    (array, y) => `<text x="${left - edge}" y="${edge + cell * (y + 0.7)}" text-anchor="end">${escaped(array)}</text>`,
  );
  const columns = labels.map((label, x) => {
    const place = `translate(${left + cell * (x + 0.35)} ${bottom + edge}) rotate(90)`;
    return `<text transform="${place}">${escaped(label)}</text>`;
  });
  const key = [
    { x: left, fill: colours.more, says: '1 restored' },
    { x: left + 80, fill: colours.less, says: '−1' },
  ].map(
    ({ x, fill, says }) =>
      `<path d="M${x} ${legend}h10v-10h-10z" fill="${fill}"/><text x="${x + 14}" y="${legend}">${says}</text>`,
  );
  const root = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg ${root} font-family="system-ui, sans-serif" font-size="12" fill="${colours.ink}">${[...cells, ...rows, ...columns, ...key].join('')}</svg>`;
}

const escaped = (text: string): string =>
  text.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
