/** The text around the places where a neuron is looked at, as numbers: its tokens and its activations. Pure. */

import { at, item } from '../../core/at.ts';
import { none16 } from './atlas-schema.ts';
import type { AtlasTask } from './task.ts';

/** Tokens of an excerpt. */
export const excerptWidth = ({ side }: Pick<AtlasTask, 'side'>): number => 2 * side + 1;

export interface Numbering {
  tokens: string[];
  /** By token id; `none16` for those that are not named. */
  numbers: Uint16Array;
}

/**
 * Numbers for the tokens that an atlas can name: those of the observed text, and the vocabulary where a decoder's tokens
 * are named, up to what 16 bits can hold.
 */
export function tokenNumbers({ ids, vocabulary, decoder }: AtlasTask): Numbering {
  const used = decoder === null ? [...new Set(ids)].sort((a, b) => a - b) : [...vocabulary.keys()];
  const numbers = new Uint16Array(vocabulary.length).fill(none16);
  const tokens: string[] = [];
  for (const id of used.slice(0, none16)) {
    numbers[id] = tokens.length;
    tokens.push(vocabulary[id] ?? '');
  }
  return { tokens, numbers };
}

export interface Excerpts {
  /** [places, 2 x side + 1] Numbers of tokens; `none16` outside the segment. */
  tokens: Uint16Array;
  /** [places, 2 x side + 1] In 127ths of `scale`. */
  values: Int8Array;
  /** The largest absolute activation shown. */
  scale: number;
}

/** @param places positions in the observed text; one that is in no segment gives an empty excerpt. */
export function atlasExcerptsOf(
  { ids, segments, activations, side, backward = false }: AtlasTask,
  { numbers }: Numbering,
  neuron: number,
  places: Uint32Array,
): Excerpts {
  const width = excerptWidth({ side });
  const activation = item(activations, neuron);
  const windows = Array.from(places, (centre) => around(centre, { segments, side }));
  const scale = windows.reduce(
    (most, { start, end }) =>
      activation.subarray(start, end).reduce((largest, value) => Math.max(largest, Math.abs(value)), most),
    0,
  );
  const tokens = new Uint16Array(places.length * width).fill(none16);
  const values = new Int8Array(places.length * width);
  for (const [place, { start, end, shift }] of windows.entries()) {
    for (let t = start; t < end; t++) {
      const column = shift + t - start;
      const index = place * width + (backward ? width - 1 - column : column);
      tokens[index] = at(numbers, at(ids, t));
      values[index] = scale === 0 ? 0 : Math.round((at(activation, t) / scale) * 127);
    }
  }
  return { tokens, values, scale };
}

/** The stretch around a position inside its segment, and how many of the window's tokens are missing before it. */
function around(
  centre: number,
  { segments, side }: Pick<AtlasTask, 'segments' | 'side'>,
): { start: number; end: number; shift: number } {
  const segment = segments.find(([start, length]) => centre >= start && centre < start + length);
  if (segment === undefined) return { start: 0, end: 0, shift: 0 };
  const start = Math.max(segment[0], centre - side);
  return { start, end: Math.min(segment[0] + segment[1], centre + side + 1), shift: start - (centre - side) };
}
