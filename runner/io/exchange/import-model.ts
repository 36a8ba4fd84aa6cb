/**
 * From a file or a folder of another program to a checkpoint of ours: reads it, finds the vocabulary, checks that all fits.
 * Reads files; writes none.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byteTokens, type Direction, type TokenizedText } from '../../core/cut.ts';
import { parameterShapes } from '../../nn/models/architecture.ts';
import { architectureOf, type Checkpoint, modelFile } from '../../nn/models/checkpoint.ts';
import { valueNamed } from '../../nn/models/program.ts';
import { type Readable, readerOf } from '../../nn/models/reading.ts';
import { readSources } from '../../text/sources/index.ts';
import type { Unit } from '../../text/tokens.ts';
import { unknownToken } from '../../text/vocabulary.ts';
import { readPickle } from '../formats/pickle/pickle.ts';
import { pythonData } from '../formats/pickle/python-data.ts';
import { described } from '../formats/pickle/values.ts';
import { modelRefusal } from '../formats/refusals.ts';
import { readVocabulary } from '../formats/vocabulary/vocabulary.ts';
import { type FileContents, fileContents, folderAt, modelIn, readBytes } from './contents.ts';
import { tokenizedOf, unitOf, withLineBreak, withUnknownToken } from './import-vocabulary.ts';
import type { Contents, ForeignModel, LayoutOptions } from './layouts/layout.ts';
import { readable, recognise } from './layouts/layouts.ts';
import { namesTokens, readWhereItLies, wholeNetworkIn } from './whole-networks.ts';

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
  model: Pick<ForeignModel, 'format' | 'origins'>;
  notes: string[];
}

/** As the thesis' programs name them. */
const thesisVocabulary = 'vocabulary.word2VecKeyedVector';
const thesisSize = 'vocabulary_size.int';
const correct = 'Give the vocabulary that it was trained with: vocabulary=<file>';
const onlyTokenized = 'Leave lineEnd= out, or say tokens=whitespace too';
const together = 'Keep the files of one model in one folder';

/**
 * @param path a model's file, or a folder: the thesis' weights as text, or one model file with the thesis' vocabulary beside it.
 * @param contents what files hold, as others ask too; absent: they are read.
 * @throws InputError when anything in it is missing, damaged, of another size, or has no counterpart here.
 */
export async function importModel(
  path: string,
  options: ImportOptions,
  contents: FileContents = fileContents(),
): Promise<ImportedModel> {
  const found = (await wholeAt(path, options, contents)) ?? (await cellsAt(path, options, contents));
  const { model, architecture, weights } = found;
  const { vocabulary: size } = architecture;
  const tokens = await findVocabulary(path, found, options);
  if (tokens.length !== size) {
    const what = `its vocabulary has ${tokens.length} tokens and its decoder rows for ${size}`;
    throw modelRefusal(path, what, correct);
  }
  const known = withUnknownToken(tokens, options.unknown, path);
  const unit = options.unit ?? model.unit ?? unitOf(known);
  const tokenized = options.tokens === 'marks' ? undefined : (options.tokens ?? tokenizedOf(known, unit));
  if (tokenized === undefined && options.lineEnd !== undefined)
    throw modelRefusal(path, 'only texts that are tokenized already have a token for the end of a line', onlyTokenized);
  if (unit === 'byte' && known.some((token, id) => token !== byteTokens[id]))
    throw modelRefusal(
      path,
      'it reads bytes, and its vocabulary is not that of the 256 bytes',
      'Leave unit= or vocabulary= out',
    );
  if (tokenized !== undefined && unit !== 'word')
    throw modelRefusal(path, `it reads ${unit}s, which are not tokenized at white space`, 'Leave tokens= out');
  const { tokens: vocabulary, lineEnd } =
    tokenized === undefined ? { tokens: known, lineEnd: null } : withLineBreak(known, options.lineEnd, path);
  const seen = new Set<string>();
  const twice = vocabulary.find((token) => seen.size === seen.add(token).size);
  if (twice !== undefined) throw modelRefusal(path, `its vocabulary has ${JSON.stringify(twice)} twice`, correct);
  const notes = [...model.notes, ...remarks(vocabulary, { unit, tokenized, lineEnd, asked: options.tokens })];
  const cut = { unit, ...(tokenized !== undefined && { tokens: tokenized }) };
  const { direction = model.direction } = options;
  const read = { ...cut, ...(direction !== undefined && { direction }) };
  return { checkpoint: { architecture, ...read, vocabulary, weights }, model, notes };
}

/** A network in a file, and what the file says beside. */
interface Found {
  architecture: Readable;
  /** In the order in which we keep them. */
  weights: Checkpoint['weights'];
  model: Pick<ForeignModel, 'format' | 'origins' | 'notes' | 'vocabulary' | 'unit' | 'direction'>;
  /** The thesis' vocabulary file beside the model. */
  beside?: string | undefined;
}

/** @returns null where it is no whole network. */
async function wholeAt(path: string, options: ImportOptions, contents: FileContents): Promise<Found | null> {
  const whole = await wholeNetworkIn(path, { ignore: options.ignore }, contents);
  if (whole === null) return null;
  if (!(await namesTokens(options))) throw readWhereItLies(whole, path);
  const { architecture, weights, notes } = whole;
  if (options.cell !== undefined || options.map.size > 0)
    throw modelRefusal(path, `${readerOf(architecture).is}, a whole network`, 'Leave cell= and map.<ours>= out');
  const origins = Object.fromEntries(Object.keys(weights).map((name) => [name, 'its own']));
  return { architecture, weights, model: { format: 'a file of a whole network', origins, notes: [...notes] } };
}

async function cellsAt(path: string, options: ImportOptions, contents: FileContents): Promise<Found> {
  const { model, beside } = await modelAt(path, options, contents);
  const { cell, layers, embedding, recurrentActivation, projection, weights } = model;
  if (options.cell !== undefined && options.cell !== cell)
    throw modelRefusal(path, `it is ${cell}, and you say ${options.cell}`, 'Leave cell= out');
  for (const [name, { data }] of Object.entries(weights)) {
    if (!data.every(Number.isFinite)) {
      throw modelRefusal(path, `${name} (theirs: ${model.origins[name]}) holds values that are not finite numbers`);
    }
  }
  const claimed = {
    ...{ cell, layers, embedding },
    ...(recurrentActivation && { recurrentActivation }),
    ...(projection !== undefined && { projection }),
  };
  const architecture = architectureOf(weights, claimed, path, modelRefusal);
  const names = Object.keys(parameterShapes(architecture));
  const inOrder = Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)]));
  return { architecture, weights: inOrder, model, beside };
}

/** The model of a file, or of a folder: as a whole, or the one model file in it. */
async function modelAt(
  path: string,
  options: ImportOptions,
  contents: FileContents,
): Promise<{ model: ForeignModel; beside?: string }> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw modelRefusal(path, 'there is no such file or folder', 'Correct the path');
  if (!found.isDirectory()) return { model: await modelOf(await contents(path), options) };
  const folder = await folderAt(path);
  if (folder.names.includes(modelFile))
    throw modelRefusal(
      path,
      'it is already a checkpoint of this program',
      `Name it in a manifest: model.checkpoint: ${path}`,
    );
  const whole = await recognise(folder, options);
  if (whole !== null) return { model: whole };
  const file = await modelIn(folder);
  const model = await modelOf(await contents(file), options);
  if (!folder.names.includes(thesisVocabulary)) return { model };
  if (folder.names.includes(thesisSize)) await checkSize(join(path, thesisSize), model);
  return { model, beside: join(path, thesisVocabulary) };
}

async function modelOf(contents: Contents, options: ImportOptions): Promise<ForeignModel> {
  const model = await recognise(contents, options);
  if (model === null)
    throw modelRefusal(contents.path, 'no program that is known keeps its models so', `Read are ${readable}`);
  return model;
}

/** The thesis' programs keep the length of the token vectors under this name, or the number of tokens. */
async function checkSize(path: string, { embedding, weights }: ForeignModel): Promise<void> {
  const size = readPickle(await readBytes(path), path, { known: (name) => pythonData(name), fix: together });
  const tokens = weights['decoder.bias']?.data.length;
  if (size !== tokens && size !== embedding) {
    throw modelRefusal(
      path,
      `it says ${described(size)}; the model has ${tokens} tokens and token vectors of length ${embedding}`,
      together,
    );
  }
}

async function findVocabulary(
  path: string,
  { model, beside, architecture }: Found,
  options: ImportOptions,
): Promise<string[]> {
  if (options.alphabet !== undefined) {
    const sources = await readSources([options.alphabet], { cwd: options.cwd });
    return [...new Set(sources.flatMap(({ text }) => [...text]))];
  }
  if (typeof options.vocabulary === 'object') return [...options.vocabulary];
  const file = options.vocabulary ?? beside;
  if (file !== undefined) return readVocabulary(await readBytes(file), file);
  if (model.vocabulary !== undefined) return [...model.vocabulary];
  const { vocabulary: rows } = architecture;
  if (options.unit === 'byte' && rows === byteTokens.length) return [...byteTokens];
  throw modelRefusal(
    path,
    'it does not hold its vocabulary',
    `Give it: vocabulary=<file> (JSON, a pickle, or one token a line), or alphabet=<text> for a model of characters whose numbers are the order of first appearance in that text${rows === byteTokens.length ? ', or unit=byte for one of bytes' : ''}`,
  );
}

interface Reading {
  unit: Unit;
  tokenized: TokenizedText | undefined;
  /** Their name of the token of a line's end; null: there is none. */
  lineEnd: string | null;
  /** Whether that was said, and not guessed. */
  asked: ImportOptions['tokens'];
}

/** What a reader of results should know of a vocabulary. */
function remarks(vocabulary: readonly string[], { unit, tokenized, lineEnd, asked }: Reading): string[] {
  const notes: string[] = [];
  if (!vocabulary.includes(unknownToken) && unit !== 'byte') {
    notes.push(
      `Its vocabulary has no ${unknownToken}: an experiment refuses a text with another ${unit}, unless unknown=<token> names one to read it as.`,
    );
  }
  if (tokenized !== undefined) {
    const guessed = asked === undefined ? ' because its vocabulary has no space (tokens=marks says otherwise)' : '';
    const ends =
      lineEnd === null
        ? 'Its vocabulary has no token for the end of a line, so each is unknown to it; lineEnd=<token> names one.'
        : `The end of a line is its ${JSON.stringify(lineEnd)}.`;
    notes.push(
      `It reads texts that are tokenized already, as PTB and WikiText are, with white space between their tokens${guessed}. ${ends}`,
    );
  } else if (unit === 'word' && !vocabulary.includes(' ')) {
    notes.push(
      'Its vocabulary has no space; texts are cut into words, spaces and marks, each a token, so every space between two words reads as unknown, nearly half of the tokens of most texts. If it was trained on words between white space (such as those of PTB and WikiText), leave tokens=marks out.',
    );
  }
  return notes;
}
