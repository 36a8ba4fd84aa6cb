/**
 * From a file or a folder of another program to a checkpoint of ours: reads it, finds the vocabulary, checks that all fits.
 * Reads files; writes none.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byteTokens, type Direction, type TokenizedText } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { type Checkpoint, modelFile } from '../../nn/models/checkpoint.ts';
import { architectureOf } from '../../nn/models/model-file.ts';
import { valueNamed } from '../../nn/models/program.ts';
import { parametersOf, type Readable, readerOf } from '../../nn/models/reading.ts';
import { readSources } from '../../text/sources/index.ts';
import type { Unit } from '../../text/tokens.ts';
import { unknownToken } from '../../text/vocabulary.ts';
import { FormatError } from '../formats/format-error.ts';
import { modelRefusal, reading } from '../formats/refusals.ts';
import { isTokenizer } from '../formats/tokenizers/tokenizer.ts';
import { thesisFile } from '../formats/vectors/open-vectors.ts';
import { readVocabulary } from '../formats/vocabulary/vocabulary.ts';
import { contentsAt, folderAt, readBytes } from './contents.ts';
import type { ImportedWeights, LayoutOptions } from './layouts/layout.ts';
import { readable, recognise } from './layouts/layouts.ts';
import { type WholeNetwork, wholeNetworkIn } from './whole-networks.ts';

export interface ImportOptions extends LayoutOptions {
  /** A file of tokens, or the tokens by id. */
  vocabulary?: string | readonly string[] | undefined;
  /** A text, or a corpus that comes along, whose characters in the order of their first appearance are the vocabulary. */
  alphabet?: string | undefined;
  unit?: Unit | undefined;
  /** Backward: it reads texts from their end; by default what the file says. */
  direction?: Direction | undefined;
  /** How its texts were tokenized; by default at white space where its vocabulary has words and no space. */
  tokens?: TokenizedText | 'marks' | undefined;
  /** What the vocabulary of texts that are tokenized already calls the token of a line's end. */
  lineEnd?: string | undefined;
  /** What the vocabulary calls the token of unknown words. */
  unknown?: string | undefined;
  cwd: string;
}

export interface ImportedModel {
  checkpoint: Checkpoint<Readable>;
  model: Pick<ImportedWeights, 'format' | 'origins'>;
  notes: string[];
}

const correct = 'Give the vocabulary that it was trained with: vocabulary=<file>';

/**
 * The model of another program as a checkpoint of ours; a whole network whose tokens nothing names as it lies, read by token ids.
 * @param path a model's file, or a folder: the thesis' weights as text, or one model file with the thesis' vocabulary beside it.
 * @throws InputError when anything in it is missing, damaged, of another size, or has no counterpart here.
 */
export const foreignModel = (path: string, options: ImportOptions): Promise<ImportedModel | WholeNetwork> =>
  reading(path, async () => {
    if (!existsSync(path)) throw new FormatError('there is no such file or folder', 'Correct the path');
    const folder = (await stat(path)).isDirectory() ? await folderAt(path) : null;
    if (folder?.names.includes(modelFile)) {
      const fix = `Name it in a manifest: model.checkpoint: ${path}`;
      throw new FormatError('it is already a checkpoint of this program', fix);
    }
    const inFolder = folder && (await recognise(folder, options));
    if (inFolder !== null) return imported(ofCells(inFolder, options, path), options);
    const { file, contents } = await contentsAt(path);
    const { vocabulary } = options;
    const named = await namesTokens(options);
    const tokenizer = !named && typeof vocabulary === 'string' ? vocabulary : undefined;
    const whole = await wholeNetworkIn(contents, path, tokenizer, options.ignore);
    if (whole !== null) return named ? imported(asFound(whole, options), options) : whole;
    const model = await reading(file, () => recognise(contents, options));
    if (model === null) throw new FormatError('no program that is known keeps its models so', `Read are ${readable}`);
    const beside = folder?.names.includes(thesisFile) ? join(path, thesisFile) : undefined;
    return imported(ofCells(model, options, path, beside), options);
  });

/** The same where only a checkpoint will do. */
export async function importModel(path: string, options: ImportOptions): Promise<ImportedModel> {
  const found = await foreignModel(path, options);
  if ('checkpoint' in found) return found;
  const { is } = readerOf(found.architecture);
  throw new InputError('only-read', {
    what: `${path} cannot be imported as a checkpoint`,
    why: `${is}, a whole network, which is read where it lies`,
    fix: `Name it in a manifest, with its tokenizer beside it: model: { checkpoint: ${path} }; or read with it in a program: (await open(${JSON.stringify(path)})).read(ids, { logits: true, hold }). If its tokens are bytes, say unit=byte; if they are words or characters, vocabulary=<file>`,
  });
}

/** Whether a network's tokens are named, as those of cells are; else they are pieces of words, by number or by a tokenizer. */
async function namesTokens({ vocabulary, alphabet, unit }: ImportOptions): Promise<boolean> {
  if (unit !== undefined || alphabet !== undefined) return true;
  if (typeof vocabulary !== 'string') return vocabulary !== undefined;
  return !isTokenizer(await readBytes(vocabulary));
}

/** A network in a file, and what the file says beside. */
interface Found {
  architecture: Readable;
  /** In the order in which we keep them. */
  weights: Checkpoint['weights'];
  model: Pick<ImportedWeights, 'format' | 'origins' | 'notes' | 'vocabulary' | 'unit' | 'direction'>;
  /** The thesis' vocabulary file beside the model. */
  beside?: string | undefined;
}

async function imported(found: Found, options: ImportOptions): Promise<ImportedModel> {
  const { model, architecture, weights } = found;
  const { vocabulary: size } = architecture;
  const tokens = await findVocabulary(found, options);
  if (tokens.length !== size)
    throw new FormatError(`its vocabulary has ${tokens.length} tokens and its decoder rows for ${size}`, correct);
  const known = renamed(tokens, unknownToken, options.unknown, unknownNames, 'unknown').tokens;
  const unit = options.unit ?? model.unit ?? unitOf(known);
  const { tokens: asked = unit === 'word' && !known.includes(' ') ? 'whitespace' : 'marks' } = options;
  const tokenized = asked === 'marks' ? undefined : asked;
  if (tokenized === undefined && options.lineEnd !== undefined) {
    const why = 'only texts that are tokenized already have a token for the end of a line';
    throw new FormatError(why, 'Leave lineEnd= out, or say tokens=whitespace too');
  }
  if (unit === 'byte' && known.some((token, id) => token !== byteTokens[id])) {
    const why = 'it reads bytes, and its vocabulary is not that of the 256 bytes';
    throw new FormatError(why, 'Leave unit= or vocabulary= out');
  }
  if (tokenized !== undefined && unit !== 'word')
    throw new FormatError(`it reads ${unit}s, which are not tokenized at white space`, 'Leave tokens= out');
  const { tokens: vocabulary, theirs: lineEnd } =
    tokenized === undefined
      ? { tokens: known, theirs: null }
      : renamed(known, '\n', options.lineEnd, lineEndNames, 'lineEnd');
  const seen = new Set<string>();
  const twice = vocabulary.find((token) => seen.size === seen.add(token).size);
  if (twice !== undefined) throw new FormatError(`its vocabulary has ${JSON.stringify(twice)} twice`, correct);
  const notes = [...model.notes, ...remarks(vocabulary, unit, tokenized, lineEnd, options.tokens === undefined)];
  const { direction = model.direction } = options;
  const cut = { unit, ...(tokenized && { tokens: tokenized }), ...(direction && { direction }) };
  return { checkpoint: { architecture, ...cut, vocabulary, weights }, model, notes };
}

function asFound({ architecture, weights, notes }: WholeNetwork, { cell, map }: ImportOptions): Found {
  if (cell !== undefined || map.size > 0)
    throw new FormatError(`${readerOf(architecture).is}, a whole network`, 'Leave cell= and map.<ours>= out');
  const origins = Object.fromEntries(Object.keys(weights).map((name) => [name, 'its own']));
  return { architecture, weights, model: { format: 'a file of a whole network', origins, notes: [...notes] } };
}

function ofCells(model: ImportedWeights, options: ImportOptions, path: string, beside?: string): Found {
  const { cell, layers, embedding, recurrentActivation, projection, weights } = model;
  if (options.cell !== undefined && options.cell !== cell)
    throw new FormatError(`it is ${cell}, and you say ${options.cell}`, 'Leave cell= out');
  for (const [name, { data }] of Object.entries(weights)) {
    if (!data.every(Number.isFinite))
      throw new FormatError(`${name} (theirs: ${model.origins[name]}) holds values that are not finite numbers`);
  }
  const claimed = {
    cell,
    layers,
    embedding,
    ...(recurrentActivation && { recurrentActivation }),
    ...(projection !== undefined && { projection }),
  };
  const architecture = architectureOf(weights, claimed, path, modelRefusal);
  const names = Object.keys(parametersOf(architecture));
  const inOrder = Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)]));
  return { architecture, weights: inOrder, model, beside };
}

async function findVocabulary({ model, beside, architecture }: Found, options: ImportOptions): Promise<string[]> {
  if (options.alphabet !== undefined) {
    const sources = await readSources([options.alphabet], { cwd: options.cwd });
    return [...new Set(sources.flatMap(({ text }) => [...text]))];
  }
  if (typeof options.vocabulary === 'object') return [...options.vocabulary];
  const file = options.vocabulary ?? beside;
  if (file !== undefined) return reading(file, async () => readVocabulary(await readBytes(file), file));
  if (model.vocabulary !== undefined) return [...model.vocabulary];
  const canBeBytes = architecture.vocabulary === byteTokens.length;
  if (options.unit === 'byte' && canBeBytes) return [...byteTokens];
  throw new FormatError(
    'it does not hold its vocabulary',
    `Give it: vocabulary=<file> (JSON, a pickle, or one token a line), or alphabet=<text> for a model of characters whose numbers are the order of first appearance in that text${canBeBytes ? ', or unit=byte for one of bytes' : ''}`,
  );
}

/** Names that programs give to the token of all unknown words, and of a line's end. */
const unknownNames = ['<unk>', '<UNK>', '[UNK]', 'UNK', '<unknown>', '<oov>', '<OOV>', '__unk__', 'xxunk', '_unk_'];
const lineEndNames = ['<eos>', '<EOS>', '</s>', '<eol>', '<EOL>', '<nl>', '<newline>', '[EOS]'];

/**
 * The vocabulary with a token called as our models have it.
 * @param given their name of it, as the option of this name says; by default a common one, unless ours is there.
 * @returns that name too; null where there is none.
 */
function renamed(
  tokens: readonly string[],
  ours: string,
  given: string | undefined,
  common: readonly string[],
  option: string,
): { tokens: string[]; theirs: string | null } {
  const theirs = given ?? [ours, ...common].find((name) => tokens.includes(name)) ?? null;
  if (theirs !== null && !tokens.includes(theirs))
    throw new FormatError(`its vocabulary holds no ${JSON.stringify(theirs)}`, `Correct ${option}=`);
  return { tokens: tokens.map((token) => (token === theirs ? ours : token)), theirs };
}

/** Characters where every token but those in <>, [] or __ is one. */
function unitOf(tokens: readonly string[]): 'word' | 'character' {
  const plain = tokens.filter((token) => !/^(<.+>|\[.+\]|_.+_|UNK|PAD|xx[a-z]+)$/.test(token));
  return plain.every((token) => [...token].length === 1) ? 'character' : 'word';
}

/**
 * What a reader of results should know of a vocabulary.
 * @param lineEnd their name of the token of a line's end; null: there is none.
 * @param isGuessed whether nobody said how texts are tokenized.
 */
function remarks(
  vocabulary: readonly string[],
  unit: Unit,
  tokenized: TokenizedText | undefined,
  lineEnd: string | null,
  isGuessed: boolean,
): string[] {
  const notes: string[] = [];
  if (!vocabulary.includes(unknownToken) && unit !== 'byte')
    notes.push(
      `Its vocabulary has no ${unknownToken}: an experiment refuses a text with another ${unit}, unless unknown=<token> names one to read it as.`,
    );
  if (tokenized !== undefined) {
    const guessed = isGuessed ? ' because its vocabulary has no space (tokens=marks says otherwise)' : '';
    const ends =
      lineEnd === null
        ? 'Its vocabulary has no token for the end of a line, so each is unknown to it; lineEnd=<token> names one.'
        : `The end of a line is its ${JSON.stringify(lineEnd)}.`;
    notes.push(
      `It reads texts that are tokenized already, as PTB and WikiText are, with white space between their tokens${guessed}. ${ends}`,
    );
  }
  return notes;
}
