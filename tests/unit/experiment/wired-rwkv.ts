/**
 * An RWKV-4 that is wired by hand for the language of tests/cli/wired.ts, of which the truth is known: of its weighted means of
 * values one carries 'inside quotation marks' to the output, a second carries the same and nothing reads it, the others hear noise.
 */
import { random } from '../../../runner/core/random.ts';
import type { Tensor } from '../../../runner/nn/models/program.ts';
import { closing, opening, vocabulary as words } from '../../cli/wired.ts';

export const carrier = 3;
export const bystander = 5;
const width = 16;
const hidden = 4;

/** Rows of a Hadamard matrix: at right angles, of mean 0 but for the first, and every entry 1 or -1, so that shuffling loses them. */
const direction = (row: number, column: number): number => {
  let sign = 1;
  for (let bits = row & column; bits > 0; bits &= bits - 1) sign = -sign;
  return sign;
};
/** Which mark it is; whether it is one; what the carrier writes. Behind them each other token has one. */
const [which, isMark, written] = [1, 2, 3];

/** Token 0 is the end of a text. */
const vocabulary = ['', ...words.slice(1)];

/** As the authors of RWKV write a vocabulary. */
export const wiredVocabulary = vocabulary
  .flatMap((token, id) => (id === 0 ? [] : [`${id} ${JSON.stringify(token)} ${Buffer.byteLength(token)}\n`]))
  .join('');

export function wiredRwkv(seed: number): Record<string, Tensor> {
  const draw = random(seed);
  const make = (shape: number[], value: (row: number, column: number) => number): Tensor => {
    const columns = shape.at(-1) ?? 1;
    const length = shape.reduce((a, b) => a * b);
    return {
      shape,
      data: Float32Array.from({ length }, (_, i) => value(Math.floor(i / columns), i % columns)),
    };
  };
  const vector = (value: (column: number) => number) => make([width], (_, column) => value(column));
  const norm = (name: string) => ({ [`${name}.weight`]: vector(() => 1), [`${name}.bias`]: vector(() => 0) });
  const carries = (channel: number) => channel === carrier || channel === bystander;
  const noise = (scale: number) => scale * draw.normal();
  const inside = (id: number) => id >= 5 && id < 9;
  return {
    // All are as long, and their mean is 0, so that norms change nothing but the length.
    'emb.weight': make([vocabulary.length, width], (id, column) => {
      const token = vocabulary[id];
      const mark = token === opening ? 1 : token === closing ? -1 : 0;
      if (mark !== 0) return mark * direction(which, column) + direction(isMark, column);
      return (id % 2 === 0 ? 1 : -1) * direction(4 + Math.floor(id / 2), column) - direction(isMark, column);
    }),
    ...norm('blocks.0.ln0'),
    ...norm('blocks.0.ln1'),
    ...norm('blocks.0.ln2'),
    // Half of what is there is left after a token: e^(-e^w).
    'blocks.0.att.time_decay': vector(() => Math.log(Math.LN2)),
    'blocks.0.att.time_first': vector(() => 0),
    ...Object.fromEntries(['k', 'v', 'r'].map((name) => [`blocks.0.att.time_mix_${name}`, vector(() => 1)])),
    // A mark weighs e^34 of what another token does.
    'blocks.0.att.key.weight': make([width, width], (row, column) =>
      carries(row) ? 1.5 * direction(isMark, column) : noise(0.5),
    ),
    'blocks.0.att.value.weight': make([width, width], (row, column) =>
      carries(row) ? 0.1 * direction(which, column) : noise(0.1),
    ),
    'blocks.0.att.receptance.weight': make([width, width], () => 0),
    'blocks.0.att.output.weight': make([width, width], (row, column) =>
      column === carrier ? 1.5 * direction(written, row) : 0,
    ),
    ...Object.fromEntries(['k', 'r'].map((name) => [`blocks.0.ffn.time_mix_${name}`, vector(() => 1)])),
    'blocks.0.ffn.key.weight': make([hidden, width], () => 0),
    'blocks.0.ffn.receptance.weight': make([width, width], () => 0),
    'blocks.0.ffn.value.weight': make([width, hidden], () => 0),
    ...norm('ln_out'),
    'head.weight': make([vocabulary.length, width], (id, column) =>
      id >= 5 ? (inside(id) ? 0.2 : -0.2) * direction(written, column) : 0,
    ),
  };
}
