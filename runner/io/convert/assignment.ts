/**
 * Which of a file's arrays stands for which of our parameters: as it was said, or else guessed from names and shapes. What
 * layouts that keep arrays by name have in common. Pure.
 */
import type { Tensor } from '../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight } from '../../nn/models/architecture.ts';
import { FormatError } from '../formats/format-error.ts';
import { zeros } from './arrays.ts';
import {
  type Arrays,
  type ImportedWeights,
  type LayoutOptions,
  mapped,
  type Row,
  type Tensors,
} from './layouts/layout.ts';

const ourName = /^(embedding\.weight|decoder\.(weight|bias)|rnn\.(weight|bias)_(ih|hh|hr)_l\d+)$/;
const recurrentLike = /(weight|bias)_(ih|hh|hr)(_l\d+)?(_reverse)?$/;
const embeddingLike = /emb|encoder|lookup|wte/i;
const decoderLike = /decoder|linear|dense|out|head|proj|fc|generator|logits/i;
const mapHint = 'Name what is meant, as in map.decoder.weight=<name>, or leave arrays out by ignore=<name>,<name>';
const ourNames = 'Ours are embedding.weight, rnn.weight_ih_l0 and so on, decoder.weight, decoder.bias';

export function fail(why: string, fix = mapHint): never {
  throw new FormatError(why, fix);
}

export class Assignment {
  /** Those that are not left out. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What is taken so far. */
  readonly rows: Row[] = [];
  readonly notes: string[] = [];
  readonly #map: ReadonlyMap<string, string>;

  /** @throws FormatError when `map` or `ignore` names what is not there. */
  constructor({ tensors }: Pick<Arrays, 'tensors'>, { map, ignore }: LayoutOptions) {
    const stranger = [...map.keys()].find((ours) => !ourName.test(ours));
    if (stranger !== undefined) fail(`map.${stranger} names none of our parameters`, ourNames);
    for (const theirs of [...map.values(), ...ignore])
      if (!Object.hasOwn(tensors, theirs)) fail(`it holds no "${theirs}", only ${shown(tensors)}`);
    this.tensors = new Map(Object.entries(tensors).filter(([name]) => !ignore.has(name)));
    this.#map = map;
  }

  /** Takes what was named for a parameter, or else the guess; undefined when there is neither. */
  take(ours: string, guess: string | undefined): [theirs: string, tensor: Tensor] | undefined {
    const theirs = this.#map.get(ours) ?? guess;
    const tensor = theirs === undefined ? undefined : this.tensors.get(theirs);
    if (theirs === undefined || tensor === undefined) return undefined;
    this.rows.push([ours, [theirs]]);
    return [theirs, tensor];
  }

  zeros(ours: string, length: number): void {
    this.rows.push([ours, [], () => zeros(length), 'zeros']);
    this.notes.push(`It has no ${ours}: zeros.`);
  }

  /** Arrays of this shape (null: any length) that stand for nothing yet, and that a guess may choose from. */
  free(rows: number | null, columns?: number): [string, Tensor][] {
    const named = new Set([...this.#map.values(), ...this.rows.flatMap(([, theirs]) => theirs)]);
    return [...this.tensors].filter(
      ([name, { shape }]) =>
        !named.has(name) &&
        !recurrentLike.test(name) &&
        shape.length === (columns === undefined ? 1 : 2) &&
        (rows === null || shape[0] === rows) &&
        (columns === undefined || shape[1] === columns),
    );
  }

  /** @throws FormatError when an array has no place: a model with more parts computes something else. */
  mapped(): Pick<ImportedWeights, 'weights' | 'origins' | 'notes'> {
    return { ...mapped(this.tensors, this.rows, mapHint), notes: this.notes };
  }
}

/**
 * Takes the token vectors and the decoder, when the layers are taken.
 * @param units of the last layer. @param inputs what the first layer reads.
 * @returns the length of the token vectors; 0: one-hot.
 */
export function takeMatrices(assignment: Assignment, units: number, inputs: number): number {
  const one = (what: string, candidates: [string, Tensor][], like: RegExp): string | undefined => {
    const likely = candidates.length <= 1 ? candidates : candidates.filter(([name]) => like.test(lastParts(name)));
    if (likely.length <= 1 && (likely.length === 1 || candidates.length === 0)) return likely[0]?.[0];
    return fail(`${what} can be ${candidates.map(([name]) => `"${name}"`).join(' or ')}`);
  };
  // Where token vectors are as long as the hidden state, only names tell the two apart.
  const isApart = ([name]: [string, Tensor]) => inputs !== units || !embeddingLike.test(lastParts(name));
  const decoder = assignment.take(
    decoderWeight,
    one('its decoder', assignment.free(null, units).filter(isApart), decoderLike),
  );
  const embedding = assignment.take(
    embeddingWeight,
    one('its token vectors', assignment.free(null, inputs), embeddingLike),
  );
  if (decoder === undefined) {
    if (embedding === undefined || inputs !== units)
      return fail('it has no linear decoder from the units to the tokens');
    assignment.rows.push([decoderWeight, [embedding[0]], undefined, `${embedding[0]} (tied)`]);
    assignment.notes.push('It has no decoder of its own: the token vectors serve as one (tied weights).');
  }
  const [vocabulary] = (decoder ?? embedding)?.[1].shape ?? [];
  if (vocabulary === undefined) return fail('its decoder is not a matrix');
  if (embedding === undefined && inputs !== vocabulary) {
    fail(`it has no token vectors of length ${inputs}, and its input is not one-hot over ${vocabulary} tokens`);
  }
  const beside = decoder?.[0].replace(/weight$/, 'bias') ?? '';
  const [loose, ...others] = assignment.free(vocabulary);
  const bias = assignment.tensors.has(beside) ? beside : others.length === 0 ? loose?.[0] : undefined;
  if (assignment.take(decoderBias, bias) === undefined) assignment.zeros(decoderBias, vocabulary);
  return embedding === undefined ? 0 : inputs;
}

export const shown = (tensors: Tensors): string => {
  const entries = Object.entries(tensors);
  const some = entries.slice(0, 12).map(([name, { shape }]) => `${name} [${shape}]`);
  return entries.length === 0 ? 'nothing' : some.join(', ') + (entries.length > some.length ? ', ...' : '');
};

/** What says most about an array: the name of the part that it belongs to. */
const lastParts = (name: string): string => name.split('.').slice(-3).join('.');
