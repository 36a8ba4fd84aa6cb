/**
 * Arrays by name, as PyTorch's nn.LSTM, nn.GRU or nn.RNN have them, of whatever program: a stack of recurrent layers (told apart
 * by the rows of their weights), a matrix of token vectors, and a linear decoder. Names are guessed from their endings and
 * shapes, and can be given. Prefixes such as "module." do not matter; recurrent parts whose names differ in one number are a
 * stack. Arrays that have no place are refused unless they are named to be left out, because a model with more parts computes
 * something else. Pure.
 */

import type { Tensor } from '../../../core/tensor.ts';
import { parameterName } from '../../../nn/models/architecture.ts';
import { type CellName, cellNames, cells } from '../../../nn/models/cells/cells.ts';
import { attributesOf } from '../../formats/pickle/python.ts';
import { readVocabularyText } from '../../formats/vocabulary/vocabulary.ts';
import { Assignment, fail, shown, takeMatrices } from '../assignment.ts';
import type { Arrays, ImportedWeights, Layout, LayoutOptions } from './layout.ts';

export const stateDict: Layout = {
  label: "language models of PyTorch's nn.LSTM, nn.GRU and nn.RNN, as whole modules or state dicts, old and new",
  recognise: (contents, options) => (contents.kind === 'arrays' ? mapStateDict(contents, options) : null),
};

const recurrentName = /^(.*?)(weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)(?:_l(\d+))?(_reverse)?$/;
/** Of AWD-LSTM's program with --model QRNN, and fastai's. */
const qrnnName = /(^|\.)rnns\.\d+\.(.+\.)?linear\.(weight|weight_raw|bias)$/;
/** As PyTorch's layers and programs name what they are. */
const modes: Readonly<Record<string, CellName>> = { LSTM: 'lstm', GRU: 'gru', RNN_TANH: 'rnn', RNN_RELU: 'rnn-relu' };

/** @throws FormatError when a part is missing, could be several arrays, or has no counterpart here. */
export function mapStateDict(contents: Arrays, options: LayoutOptions): ImportedWeights {
  const assignment = new Assignment(contents, options);
  const { cell, layers, units, inputs, projection } = takeRecurrent(assignment, contents.settings, options.cell);
  const embedding = takeMatrices(assignment, units, inputs);
  const { weights, origins, notes } = assignment.mapped();
  if (contents.className !== null)
    notes.push(
      `It is a whole module of the class ${contents.className}, whose program is not read: taken is that token vectors go through the layers to the decoder, with nothing between them.`,
    );
  const vocabulary = contents.settings.get('vocabulary');
  return {
    format: contents.format,
    cell,
    layers,
    embedding,
    weights,
    origins,
    notes,
    ...(projection !== undefined && { projection }),
    ...(typeof vocabulary === 'string' && { vocabulary: readVocabularyText(vocabulary) }),
  };
}

/** @returns units: what the last layer gives, its units or their projection. inputs: what the first layer reads. */
function takeRecurrent(assignment: Assignment, settings: Arrays['settings'], asked: CellName | undefined) {
  const { guesses, named } = guessesIn(assignment);
  const take = (name: string, layer: number): Tensor | undefined => {
    const ours = parameterName(name, layer);
    return assignment.take(ours, guesses.get(ours))?.[1];
  };
  let found: { cell: CellName; units: number; inputs: number; projection: number | undefined } | undefined;
  for (let layer = 1; ; layer++) {
    const recurrent = take('weight_hh', layer);
    if (recurrent === undefined) {
      if (found === undefined)
        return fail(`it has no recurrent weights; it holds ${shown(Object.fromEntries(assignment.tensors))}`);
      if (layer <= named) return fail(`it lacks the recurrent weights of layer ${layer} of ${named}`);
      return { ...found, layers: layer - 1 };
    }
    const projection = take('weight_hr', layer);
    const [rows = 0, given = 0] = recurrent.shape;
    if (projection !== undefined && projection.shape[0] !== given)
      return fail(`its projection is [${projection.shape}], and its recurrent weights are [${recurrent.shape}]`);
    const blocks = rows / (projection?.shape[1] ?? given);
    const fitting = cellNames.filter(
      (name) => cells[name].pytorch !== null && cells[name].parameters.weight_hh?.blocks === blocks,
    );
    const [usual] = fitting;
    if (usual === undefined)
      return fail(`its recurrent weights are [${recurrent.shape}]: no lstm, gru or rnn has such`);
    const [, inputs] = take('weight_ih', layer)?.shape ?? [];
    if (inputs === undefined) return fail(`it has no matrix ${parameterName('weight_ih', layer)}`);
    for (const name of ['bias_ih', 'bias_hh'])
      if (take(name, layer) === undefined) assignment.zeros(parameterName(name, layer), rows);
    const cell = found?.cell ?? cellOf(fitting, usual, settings, asked, assignment);
    if (!fitting.includes(cell)) return fail(`its layers are of several kinds: ${cell}, and ${fitting.join(' or ')}`);
    found = { cell, units: given, inputs: found?.inputs ?? inputs, projection: projection && given };
  }
}

/** Which of the cells that the shapes fit it is: as it was said, as the file says, or the usual one. */
function cellOf(
  fitting: readonly CellName[],
  usual: CellName,
  settings: Arrays['settings'],
  asked: CellName | undefined,
  assignment: Assignment,
): CellName {
  const said = saidIn(settings, assignment);
  const cell = asked ?? said ?? usual;
  if (!fitting.includes(cell)) {
    const who = asked === undefined ? 'it says that it is' : 'you say that it is';
    return fail(`${who} ${cell}, and its weights have the shapes of ${fitting.join(' or ')}`, 'Correct cell=');
  }
  if (fitting.length > 1 && asked === undefined && said === undefined)
    assignment.notes.push(
      `The file does not say which nonlinearity the rnn has: tanh, as by default (cell=rnn-relu reads it with relu).`,
    );
  return cell;
}

/** What the file says of its layers, beside their weights. */
function saidIn(settings: Arrays['settings'], { tensors }: Assignment): CellName | undefined {
  const said = new Set<CellName>();
  const isProjected = [...tensors.keys()].some((name) => recurrentName.exec(name)?.[2] === 'weight_hr');
  const asNumber = (value: unknown) => (typeof value === 'number' ? value : 0);
  const consider = (key: string, value: unknown): void => {
    if (/(^|\.)bidirectional$/.test(key) && value === true) fail('it is bidirectional: it reads the text to come');
    if (/(^|\.)proj_size$/.test(key) && asNumber(value) > 0 && !isProjected)
      fail('its hidden state is projected (proj_size), and it lacks the weights of that (weight_hr)');
    if (!/(^|\.)(mode|rnn_type)$/.test(key) || typeof value !== 'string') return;
    const cell = Object.hasOwn(modes, value) ? modes[value] : undefined;
    if (cell !== undefined) said.add(cell);
    else if (key.endsWith('mode')) fail(`its layers are of the mode ${JSON.stringify(value.slice(0, 40))}`);
  };
  for (const [key, value] of settings) consider(key, value);
  const args = attributesOf(settings.get('args')) ?? new Map();
  for (const key of ['model', 'rnn_type']) consider('rnn_type', args.get(key));
  const [cell, ...others] = said;
  if (others.length > 0) fail(`it says in one place that it is ${cell} and in another ${others.join(', ')}`);
  return cell;
}

/** Theirs by ours, by their endings, and of how many layers they are. */
function guessesIn({ tensors, notes }: Assignment): { guesses: Map<string, string>; named: number } {
  const recurrent = [...tensors.keys()].flatMap((theirs) => {
    if (qrnnName.test(theirs)) fail(`it has QRNN layers ("${theirs}"), which no cell here is`, 'Train it with LSTMs');
    const [, prefix, name = '', layer = 0, reverse] = recurrentName.exec(theirs) ?? [];
    if (reverse !== undefined)
      fail(`it is bidirectional ("${theirs}"): it reads the text to come`, 'Train a model that reads forwards only');
    return prefix === undefined ? [] : { theirs, prefix, name, layer: Number(layer) };
  });
  const parts = Map.groupBy(recurrent, ({ prefix }) => prefix);
  const ordered = [...parts.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const numbers = ordered.map((prefix) => prefix.match(/\d+/g) ?? []);
  const differing = numbers[0]?.filter((first, place) => numbers.some((each) => each[place] !== first)) ?? [];
  if (differing.length > 1 || new Set(ordered.map((prefix) => prefix.replace(/\d+/g, '0'))).size > 1)
    return fail(`it has several recurrent parts: ${ordered.join(', ')}`);
  if (ordered.length > 1) notes.push(`Its recurrent parts are taken as a stack, in this order: ${ordered.join(', ')}.`);
  const guesses = new Map<string, string>();
  let named = 0;
  for (const part of ordered.map((prefix) => parts.get(prefix) ?? [])) {
    for (const { theirs, name, layer } of part) guesses.set(parameterName(name, named + layer + 1), theirs);
    named += 1 + part.reduce((last, { layer }) => Math.max(last, layer), 0);
  }
  return { guesses, named };
}
