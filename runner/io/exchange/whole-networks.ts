/**
 * Whole networks from the files that people have: a `.pth` or `.bin` of PyTorch, a `.safetensors`, or a folder with one, in
 * one piece or in several that an index names. What config.json says beside them is read with them. Writes nothing.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pieceToken } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { type Checkpoint, modelFile } from '../../nn/models/checkpoint.ts';
import type { Tensor } from '../../nn/models/program.ts';
import { type FamilyArchitecture, wholeNetwork } from '../../nn/models/readers/families.ts';
import { readerOf } from '../../nn/models/reading.ts';
import { FormatError } from '../formats/format-error.ts';
import { isObject, type JsonObject, objectIn } from '../formats/json.ts';
import { modelRefusal, reading } from '../formats/refusals.ts';
import { readTokenizer, type Tokenizer } from '../formats/tokenizers/tokenizer.ts';
import { type FileContents, fileContents, readBytes } from './contents.ts';

type Tensors = Record<string, Tensor>;

/** A whole network, as its file has it: it is read and writes. It is not trained here. */
export interface WholeNetwork extends Checkpoint<FamilyArchitecture> {
  /** How texts become tokens, where its tokenizer lies beside it or was given. @throws InputError when that cannot be read. */
  tokenizer?: (() => Tokenizer) | undefined;
  /** What who reads it should know. */
  notes: readonly string[];
}

/** As the transformers library names them, the one that is taken first. */
const whole = ['model.safetensors', 'pytorch_model.bin'];
const indices = whole.map((name) => `${name}.index.json`);

interface WholeOptions {
  /** The file of its tokenizer; absent: the one that lies beside it, if there is one. */
  tokenizer?: string | undefined;
  /** Arrays of its files to leave out. */
  ignore?: ReadonlySet<string> | undefined;
}

/**
 * @param path a file or a folder.
 * @param contents what its files hold, as others ask too; absent: they are read.
 * @returns null where it is none of the families that are read, so that others may know it; where nothing lies, or a checkpoint of
 * ours.
 * @throws InputError when it is one, but of another make, or damaged.
 */
export async function wholeNetworkAt(
  path: string,
  { tokenizer: file, ignore }: WholeOptions = {},
  contents: FileContents = fileContents(),
): Promise<WholeNetwork | null> {
  if (!existsSync(path) || existsSync(join(path, modelFile))) return null;
  const isFolder = (await stat(path)).isDirectory();
  const files = isFolder ? await modelFiles(path) : [path];
  if (files === null) return null;
  const tensors: Tensors = Object.create(null);
  for (const file of files) {
    const held = await contents(file).catch((error: unknown) => {
      // Of a whole file those tell its error who know it.
      if (files.length > 1) throw error;
    });
    if (held?.kind !== 'arrays') return null;
    for (const [name, tensor] of Object.entries(held.tensors)) {
      if (ignore?.has(name)) continue;
      if (name in tensors) throw modelRefusal(path, `"${name}" stands in several of its files`);
      tensors[name] = tensor;
    }
  }
  const folder = isFolder ? path : dirname(path);
  const network = wholeNetwork(tensors, (await objectAt(join(folder, 'config.json'))) ?? {}, path);
  if (network === null) return null;
  const tokenizer = await tokenizerAt(file, folder);
  // One that was asked for is read at once; one that lies there by chance when a text is given.
  if (file !== undefined) tokenizer?.();
  return { ...network, tokenizer };
}

/**
 * The same with a vocabulary: what each token spells, each once, and how texts are cut into them.
 * @throws InputError when no tokenizer lies beside it, or it cannot be read.
 */
export function withPieces(network: WholeNetwork, path: string): WholeNetwork {
  const { tokenizer, architecture } = network;
  if (tokenizer === undefined) {
    throw new InputError('only-ids', {
      what: `${path} reads token ids, and no tokenizer lies beside it`,
      why: `${readerOf(architecture).is}, whose tokens are pieces of words: its file does not say what they spell`,
      fix: 'Put its tokenizer.json, or for an RWKV World model rwkv_vocab_v20230424.txt, into its folder: one of them, no others',
    });
  }
  const { encode, bytesOf, hash } = tokenizer();
  const vocabulary = namesOfPieces(bytesOf, architecture.vocabulary);
  const cut = (text: string) => encode(text).map((id) => vocabulary[id] ?? missing(id));
  const missing = (id: number): never => {
    throw modelRefusal(path, `its tokenizer has a token ${id}, and it knows ${architecture.vocabulary} tokens`);
  };
  return { ...network, vocabulary, pieces: { cut, hash } };
}

/** Each once: one that spells nothing, or what another does, has its number. */
function namesOfPieces(bytesOf: Tokenizer['bytesOf'], count: number): string[] {
  const names = new Set<string>();
  for (let id = 0; id < count; id++) {
    let name = pieceToken(bytesOf(id) ?? new Uint8Array());
    while (name === '' || names.has(name)) name = `<${name}#${id}>`;
    names.add(name);
  }
  return [...names];
}

/** As the libraries name them, and the authors of RWKV. */
const tokenizerName = /^(?:tokenizer\.json|20B_tokenizer\.json|rwkv_vocab\w*\.txt|world\.txt)$/;

/** The tokenizer of a file, or the one in a folder, of which several are none: read when it is first needed. */
async function tokenizerAt(file: string | undefined, folder: string): Promise<(() => Tokenizer) | undefined> {
  const beside = file === undefined ? (await readdir(folder)).filter((name) => tokenizerName.test(name)) : [];
  const path = beside.length === 1 ? join(folder, `${beside[0]}`) : file;
  if (path === undefined) return undefined;
  const bytes = await readBytes(path);
  let found: Tokenizer | null = null;
  return () => {
    found ??= reading(path, () => readTokenizer(bytes));
    return found;
  };
}

/** The files of a folder that together hold a network; null where none or several could. */
async function modelFiles(folder: string): Promise<string[] | null> {
  const names = await readdir(folder);
  const one = whole.find((name) => names.includes(name));
  if (one !== undefined) return [join(folder, one)];
  const index = indices.find((name) => names.includes(name));
  if (index !== undefined) return piecesIn(folder, index);
  const like = names.filter((name) => /\.(pth|safetensors)$/.test(name));
  return like.length === 1 ? like.map((name) => join(folder, name)) : null;
}

/** The files that an index names, each of which lies beside it. */
const piecesIn = (folder: string, index: string): Promise<string[]> =>
  reading(join(folder, index), async () => {
    const fix = 'Keep all files of one model in one folder, as they were published';
    const { weight_map: map } = (await objectAt(join(folder, index))) ?? {};
    if (!isObject(map)) throw new FormatError('it has no "weight_map"', fix);
    return [...new Set(Object.values(map))].map((name) => {
      if (typeof name === 'string' && name === basename(name)) return join(folder, name);
      throw new FormatError(`it names ${JSON.stringify(name)} as a file`, fix);
    });
  });

/** Null where there is no JSON object. Python writes Infinity, which JSON has not. */
async function objectAt(path: string): Promise<JsonObject | null> {
  try {
    return objectIn((await readFile(path, 'utf8')).replace(/([[,:]\s*-?)Infinity\b/g, '$11e999'));
  } catch {
    return null;
  }
}
