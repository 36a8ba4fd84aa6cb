/**
 * From a state dict's names to ours. Names are guessed from their endings and shapes, and can be given. Pure.
 *
 * Found are one recurrent layer stack (nn.LSTM, nn.GRU or nn.RNN, told apart by the rows of its weights), a matrix of
 * token vectors and a linear decoder. Prefixes such as "module." do not matter. Arrays that have no place are refused
 * unless they are named to be left out, because a model with more parts computes something else.
 */
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../models/architecture.ts';
import { type CellName, cellNames } from '../models/cell.ts';
import { cells } from '../models/cells.ts';
import type { Tensor } from '../models/program.ts';
import type { ForeignModel } from './foreign-model.ts';
import { refusal } from './refusal.ts';

export interface MappingOptions {
  /** Theirs by ours, as given. */
  map: ReadonlyMap<string, string>;
  /** Arrays of the file to leave out. */
  ignore: ReadonlySet<string>;
}

type Tensors = Readonly<Record<string, Tensor>>;

const recurrentName = /^(.*?)(weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)(?:_l(\d+))?(_reverse)?$/;
const ourName = /^(embedding\.weight|decoder\.(weight|bias)|rnn\.(weight|bias)_(ih|hh)_l\d+)$/;
const embeddingLike = /emb|encoder|lookup|wte/i;
const decoderLike = /decoder|linear|dense|out|head|proj|fc|generator/i;
const mapHint = 'Name what is meant, as in map.decoder.weight=<name>, or leave arrays out by ignore=<name>,<name>';

/**
 * @param format for the result, 'a PyTorch state dict'.
 * @param path only for messages.
 * @throws InputError naming what is missing, of another shape, or one too many.
 */
export function mapStateDict(all: Tensors, format: string, options: MappingOptions, path: string): ForeignModel {
  const fail = (why: string, fix = mapHint): never => {
    throw refusal(path, why, fix);
  };
  const { map, ignore } = options;
  const stranger = [...map.keys()].find((ours) => !ourName.test(ours));
  if (stranger !== undefined) {
    fail(
      `map.${stranger} names none of our parameters`,
      'Ours are embedding.weight, rnn.weight_ih_l0 and so on, decoder.weight, decoder.bias',
    );
  }
  for (const theirs of [...map.values(), ...ignore]) {
    if (!(theirs in all)) fail(`it holds no "${theirs}", only ${shown(all)}`);
  }
  const tensors: Tensors = Object.fromEntries(Object.entries(all).filter(([name]) => !ignore.has(name)));
  const origins: Record<string, string> = {};
  const weights: Record<string, Tensor> = {};
  const notes: string[] = [];
  const take = (ours: string, guess: string | undefined): Tensor | undefined => {
    const theirs = map.get(ours) ?? guess;
    const tensor = theirs === undefined ? undefined : tensors[theirs];
    if (theirs === undefined || tensor === undefined) return undefined;
    origins[ours] = theirs;
    weights[ours] = tensor;
    return tensor;
  };
  const zeros = (ours: string, length: number) => {
    origins[ours] = 'zeros';
    weights[ours] = { shape: [length], data: new Float32Array(length) };
    notes.push(`It has no ${ours}: zeros.`);
  };

  const prefix = recurrentPrefix(tensors, fail);
  const guessed = (name: string, layer: number) =>
    [`${prefix}${name}_l${layer - 1}`, ...(layer === 1 ? [`${prefix}${name}`] : [])].find((each) => each in tensors);
  let layers = 0;
  let cell: CellName | undefined;
  for (let layer = 1; ; layer++) {
    const names = layerParameters(layer);
    const recurrent = take(names.recurrentWeight, guessed('weight_hh', layer));
    if (recurrent === undefined) break;
    const [rows = 0, units = 0] = recurrent.shape;
    cell ??= cellNames.find((name) => cells[name].gates * units === rows);
    if (cell === undefined) return fail(`its recurrent weights are [${recurrent.shape}]: no lstm, gru or rnn has such`);
    if (take(names.inputWeight, guessed('weight_ih', layer)) === undefined) fail(`it lacks ${names.inputWeight}`);
    for (const [ours, name] of [
      [names.inputBias, 'bias_ih'],
      [names.recurrentBias, 'bias_hh'],
    ] as const) {
      if (take(ours, guessed(name, layer)) === undefined) zeros(ours, rows);
    }
    layers = layer;
  }
  const first = layerParameters(1);
  const units = weights[first.recurrentWeight]?.shape[1] ?? 0;
  const inputs = weights[first.inputWeight]?.shape[1] ?? 0;
  if (cell === undefined) return fail(`it has no recurrent weights; it holds ${shown(all)}`);

  const used = () => new Set(Object.values(origins));
  const matrices = (columns: number) =>
    Object.entries(tensors).filter(
      ([name, { shape }]) =>
        shape.length === 2 && shape[1] === columns && !used().has(name) && !recurrentName.test(name),
    );
  const one = (what: string, candidates: [string, Tensor][], like: RegExp): string | undefined => {
    if (candidates.length <= 1) return candidates[0]?.[0];
    const likely = candidates.filter(([name]) => like.test(lastParts(name)));
    if (likely.length === 1) return likely[0]?.[0];
    return fail(`${what} can be ${candidates.map(([name]) => `"${name}"`).join(' or ')}`);
  };

  const isTaken = (name: string) => [...map.values()].includes(name);
  const forDecoder = matrices(units).filter(([name]) => !isTaken(name));
  const apart = forDecoder.filter(([name]) => !(inputs === units && embeddingLike.test(lastParts(name))));
  const decoder = take(decoderWeight, one('its decoder', apart.length > 0 ? apart : [], decoderLike));
  const forEmbedding = matrices(inputs).filter(([name]) => !isTaken(name));
  const embedding = take(embeddingWeight, one('its token vectors', forEmbedding, embeddingLike));
  if (decoder === undefined) {
    if (embedding === undefined || inputs !== units)
      return fail('it has no linear decoder from the units to the tokens');
    weights[decoderWeight] = embedding;
    origins[decoderWeight] = `${origins[embeddingWeight]} (tied)`;
    notes.push('It has no decoder of its own: the token vectors serve as one (tied weights).');
  }
  const vocabulary = weights[decoderWeight]?.shape[0] ?? 0;
  if (embedding === undefined && inputs !== vocabulary) {
    fail(`it has no token vectors of length ${inputs}, and its input is not one-hot over ${vocabulary} tokens`);
  }
  const biasName = origins[decoderWeight]?.replace(/weight$/, 'bias');
  const loose = Object.entries(tensors).filter(
    ([name, { shape }]) => shape.join() === `${vocabulary}` && !used().has(name) && !recurrentName.test(name),
  );
  const beside =
    biasName !== undefined && biasName in tensors ? biasName : loose.length === 1 ? loose[0]?.[0] : undefined;
  if (take(decoderBias, beside) === undefined) zeros(decoderBias, vocabulary);

  const left = Object.keys(tensors).filter((name) => !used().has(name));
  if (left.length > 0) {
    fail(
      `it also holds ${left
        .slice(0, 4)
        .map((name) => `"${name}"`)
        .join(', ')}, which this architecture has no place for`,
    );
  }
  if (cell === 'rnn') notes.push('The file does not say which nonlinearity the rnn has: tanh, as by default.');
  return { format, cell, layers, embedding: embedding === undefined ? 0 : inputs, weights, origins, notes };
}

const shown = (tensors: Tensors): string => {
  const entries = Object.entries(tensors);
  const some = entries.slice(0, 12).map(([name, { shape }]) => `${name} [${shape}]`);
  return entries.length === 0 ? 'nothing' : some.join(', ') + (entries.length > some.length ? ', ...' : '');
};

/** What says most about an array: the name of the part that it belongs to. */
const lastParts = (name: string): string => name.split('.').slice(-3).join('.');

/** What stands before the recurrent layers' names; refuses kinds of layers that have no counterpart. */
function recurrentPrefix(tensors: Tensors, fail: (why: string, fix?: string) => never): string {
  const prefixes = new Set<string>();
  for (const name of Object.keys(tensors)) {
    const [, prefix, part, , reverse] = recurrentName.exec(name) ?? [];
    if (prefix === undefined) continue;
    if (reverse !== undefined)
      fail(`it is bidirectional ("${name}"): it reads the text to come`, 'Train a model that reads forwards only');
    if (part === 'weight_hr')
      fail(`its hidden state is projected ("${name}"), which no cell here does`, 'Train a model without proj_size');
    prefixes.add(prefix);
  }
  const [prefix = '', ...others] = prefixes;
  if (others.length > 0) fail(`it has several recurrent parts: ${[...prefixes].join(', ')}`);
  return prefix;
}
