/**
 * From a state dict's names to ours. Names are guessed from their endings and shapes, and can be given. Pure.
 *
 * Found are one recurrent layer stack (nn.LSTM, nn.GRU or nn.RNN, told apart by the rows of its weights), a matrix of
 * token vectors and a linear decoder. Prefixes such as "module." do not matter. Arrays that have no place are refused
 * unless they are named to be left out, because a model with more parts computes something else.
 */
import { modelRefusal } from '../formats/refusals.ts';
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../models/architecture.ts';
import { type CellName, cellNames, cells } from '../models/cells/cells.ts';
import type { Tensor } from '../models/program.ts';
import type { ForeignModel } from './foreign-model.ts';

export interface MappingOptions {
  /** Theirs by ours, as given. */
  map: ReadonlyMap<string, string>;
  /** Arrays of the file to leave out. */
  ignore: ReadonlySet<string>;
}

type Tensors = Readonly<Record<string, Tensor>>;
type Fail = (why: string, fix?: string) => never;

const recurrentName = /^(.*?)(weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)(?:_l(\d+))?(_reverse)?$/;
const ourName = /^(embedding\.weight|decoder\.(weight|bias)|rnn\.(weight|bias)_(ih|hh)_l\d+)$/;
const embeddingLike = /emb|encoder|lookup|wte/i;
const decoderLike = /decoder|linear|dense|out|head|proj|fc|generator/i;
const mapHint = 'Name what is meant, as in map.decoder.weight=<name>, or leave arrays out by ignore=<name>,<name>';
const ourNames = 'Ours are embedding.weight, rnn.weight_ih_l0 and so on, decoder.weight, decoder.bias';

/**
 * @param format for the result, 'a PyTorch state dict'.
 * @param path only for messages.
 * @throws InputError when a part is missing, could be several arrays, or has no counterpart here.
 */
export function mapStateDict(all: Tensors, format: string, options: MappingOptions, path: string): ForeignModel {
  const fail: Fail = (why, fix = mapHint) => {
    throw modelRefusal(path, why, fix);
  };
  const { map, ignore } = options;
  const stranger = [...map.keys()].find((ours) => !ourName.test(ours));
  if (stranger !== undefined) fail(`map.${stranger} names none of our parameters`, ourNames);
  for (const theirs of [...map.values(), ...ignore]) {
    if (!Object.hasOwn(all, theirs)) fail(`it holds no "${theirs}", only ${shown(all)}`);
  }
  const assignment = new Assignment(
    Object.entries(all).filter(([name]) => !ignore.has(name)),
    map,
    fail,
  );
  const { cell, layers, units, inputs } = takeRecurrent(assignment);
  const embedded = takeMatrices(assignment, units, inputs);
  const left = assignment.left().map(([name]) => `"${name}"`);
  if (left.length > 0) {
    fail(`it also holds ${left.slice(0, 4).join(', ')}, which this architecture has no place for`);
  }
  const { weights, origins, notes } = assignment;
  if (cell === 'rnn') notes.push('The file does not say which nonlinearity the rnn has: tanh, as by default.');
  return { format, cell, layers, embedding: embedded ? inputs : 0, weights, origins, notes };
}

/** Which of their arrays stands for which of our parameters, as far as it is known. */
class Assignment {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly fail: Fail;
  readonly weights: Record<string, Tensor> = {};
  readonly origins: Record<string, string> = {};
  readonly notes: string[] = [];
  readonly #map: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();

  constructor(tensors: readonly [string, Tensor][], map: ReadonlyMap<string, string>, fail: Fail) {
    this.tensors = new Map(tensors);
    this.#map = map;
    this.fail = fail;
  }

  /** Takes what was named for a parameter, or else the guess; undefined when there is neither. */
  take(ours: string, guess: string | undefined): Tensor | undefined {
    const theirs = this.#map.get(ours) ?? guess;
    const tensor = theirs === undefined ? undefined : this.tensors.get(theirs);
    if (theirs === undefined || tensor === undefined) return undefined;
    this.#used.add(theirs);
    this.origins[ours] = theirs;
    this.weights[ours] = tensor;
    return tensor;
  }

  zeros(ours: string, length: number): void {
    this.origins[ours] = 'zeros';
    this.weights[ours] = { shape: [length], data: new Float32Array(length) };
    this.notes.push(`It has no ${ours}: zeros.`);
  }

  /** Arrays that stand for nothing yet. */
  left(): [string, Tensor][] {
    return [...this.tensors].filter(([name]) => !this.#used.has(name));
  }

  /** Arrays of this shape (null: any length) that a guess may choose from. */
  free(rows: number | null, columns?: number): [string, Tensor][] {
    const named = new Set(this.#map.values());
    return this.left().filter(
      ([name, { shape }]) =>
        !named.has(name) &&
        !recurrentName.test(name) &&
        shape.length === (columns === undefined ? 1 : 2) &&
        (rows === null || shape[0] === rows) &&
        (columns === undefined || shape[1] === columns),
    );
  }
}

function takeRecurrent(assignment: Assignment): { cell: CellName; layers: number; units: number; inputs: number } {
  const { tensors, fail } = assignment;
  const prefix = recurrentPrefix(tensors, fail);
  const guess = (name: string, layer: number) => {
    const guesses = [`${prefix}${name}_l${layer - 1}`, ...(layer === 1 ? [`${prefix}${name}`] : [])];
    return guesses.find((each) => tensors.has(each));
  };
  let found: { cell: CellName; units: number; inputs: number } | undefined;
  for (let layer = 1; ; layer++) {
    const names = layerParameters(layer);
    const recurrent = assignment.take(names.recurrentWeight, guess('weight_hh', layer));
    if (recurrent === undefined) {
      if (found === undefined)
        return fail(`it has no recurrent weights; it holds ${shown(Object.fromEntries(tensors))}`);
      return { ...found, layers: layer - 1 };
    }
    const [rows = 0, units = 0] = recurrent.shape;
    const cell = cellNames.find(
      (name) => cells[name].pytorch !== null && cells[name].parameters.weight_hh?.blocks === rows / units,
    );
    if (cell === undefined) return fail(`its recurrent weights are [${recurrent.shape}]: no lstm, gru or rnn has such`);
    const input = assignment.take(names.inputWeight, guess('weight_ih', layer));
    if (input === undefined) return fail(`it lacks ${names.inputWeight}`);
    for (const [ours, theirs] of [
      [names.inputBias, 'bias_ih'],
      [names.recurrentBias, 'bias_hh'],
    ] as const) {
      if (assignment.take(ours, guess(theirs, layer)) === undefined) assignment.zeros(ours, rows);
    }
    const [, inputs] = input.shape;
    if (inputs === undefined) return fail(`its input weights are [${input.shape}], no matrix`);
    found ??= { cell, units, inputs };
  }
}

/** The token vectors and the decoder; returns whether there are token vectors. */
function takeMatrices(assignment: Assignment, units: number, inputs: number): boolean {
  const { fail, weights, origins, notes, tensors } = assignment;
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
  const free = assignment.free(null, inputs);
  const embedding = assignment.take(embeddingWeight, one('its token vectors', free, embeddingLike));
  if (decoder === undefined) {
    if (embedding === undefined || inputs !== units)
      return fail('it has no linear decoder from the units to the tokens');
    weights[decoderWeight] = embedding;
    origins[decoderWeight] = `${origins[embeddingWeight]} (tied)`;
    notes.push('It has no decoder of its own: the token vectors serve as one (tied weights).');
  }
  const [vocabulary] = weights[decoderWeight]?.shape ?? [];
  if (vocabulary === undefined) return fail('its decoder is not a matrix');
  if (embedding === undefined && inputs !== vocabulary) {
    fail(`it has no token vectors of length ${inputs}, and its input is not one-hot over ${vocabulary} tokens`);
  }
  const beside = origins[decoderWeight]?.replace(/weight$/, 'bias') ?? '';
  const [loose, ...others] = assignment.free(vocabulary);
  const bias = tensors.has(beside) ? beside : others.length === 0 ? loose?.[0] : undefined;
  if (assignment.take(decoderBias, bias) === undefined) assignment.zeros(decoderBias, vocabulary);
  return embedding !== undefined;
}

const shown = (tensors: Tensors): string => {
  const entries = Object.entries(tensors);
  const some = entries.slice(0, 12).map(([name, { shape }]) => `${name} [${shape}]`);
  return entries.length === 0 ? 'nothing' : some.join(', ') + (entries.length > some.length ? ', ...' : '');
};

/** What says most about an array: the name of the part that it belongs to. */
const lastParts = (name: string): string => name.split('.').slice(-3).join('.');

/** What stands before the recurrent layers' names; refuses kinds of layers that have no counterpart. */
function recurrentPrefix(tensors: ReadonlyMap<string, Tensor>, fail: Fail): string {
  const prefixes = new Set<string>();
  for (const name of tensors.keys()) {
    const [, prefix, part, , reverse] = recurrentName.exec(name) ?? [];
    if (prefix === undefined) continue;
    if (reverse !== undefined) {
      fail(`it is bidirectional ("${name}"): it reads the text to come`, 'Train a model that reads forwards only');
    }
    if (part === 'weight_hr') {
      fail(`its hidden state is projected ("${name}"), which no cell here does`, 'Train a model without proj_size');
    }
    prefixes.add(prefix);
  }
  const [prefix = '', ...others] = prefixes;
  if (others.length > 0) fail(`it has several recurrent parts: ${[...prefixes].join(', ')}`);
  return prefix;
}
