/**
 * Whole networks from the files that people have: a `.pth` or `.bin` of PyTorch, a `.safetensors`, or a folder with one, in
 * one piece or in several that an index names. What config.json says beside them is read with them. Writes nothing.
 */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pieceToken } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { type Checkpoint, modelFile } from '../../nn/models/checkpoint.ts';
import { type FamilyArchitecture, wholeNetwork } from '../../nn/models/readers/families.ts';
import { readerOf } from '../../nn/models/reading.ts';
import { FormatError } from '../formats/format-error.ts';
import { reading } from '../formats/refusals.ts';
import { piecesBy, readTokenizer, type Tokenizer } from '../formats/tokenizers/tokenizer.ts';
import { contentsAt, objectAt, readBytes } from './contents.ts';
import type { Contents } from './layouts/layout.ts';

/** A whole network, as its file has it. */
export interface WholeNetwork extends Checkpoint<FamilyArchitecture> {
  /** The same with the tokens of texts, where its tokenizer lies beside it or was given. @throws InputError when that cannot be read. */
  named?: ((path: string) => Checkpoint<FamilyArchitecture>) | undefined;
  /** What who reads it should know. */
  notes: readonly string[];
}

/**
 * The whole network at a path, a file or a folder.
 * @returns null where it is none of the families that are read, so that others may know it; where nothing lies, or a checkpoint of
 * ours.
 * @throws InputError when it is one, but of another make, or damaged.
 */
export async function wholeNetworkAt(path: string): Promise<WholeNetwork | null> {
  if (!existsSync(path) || existsSync(join(path, modelFile))) return null;
  const found = await contentsAt(path).catch((error: unknown) => {
    if (!(error instanceof FormatError)) throw error;
    return null;
  });
  return found === null ? null : wholeNetworkIn(found.contents, path, undefined, new Set());
}

/**
 * The same of what was read of it.
 * @param tokenizer the file of its tokenizer; undefined: the one that lies beside it, if there is one.
 * @param ignore arrays of its files to leave out.
 */
export async function wholeNetworkIn(
  contents: Contents,
  path: string,
  tokenizer: string | undefined,
  ignore: ReadonlySet<string>,
): Promise<WholeNetwork | null> {
  if (contents.kind !== 'arrays') return null;
  const tensors = Object.fromEntries(Object.entries(contents.tensors).filter(([name]) => !ignore.has(name)));
  const folder = (await stat(path)).isDirectory() ? path : dirname(path);
  const network = wholeNetwork(tensors, (await objectAt(join(folder, 'config.json'))) ?? {}, path);
  if (network === null) return null;
  const read = await tokenizerAt(tokenizer, folder);
  // One that was asked for is read at once; one that lies there by chance when a text is given.
  if (tokenizer !== undefined) read?.();
  return { ...network, named: read && ((own) => withTokens(network, read(), own)) };
}

/**
 * The same with a vocabulary: what each token spells, each once, and how texts are cut into them.
 * @throws InputError when no tokenizer lies beside it, or it cannot be read.
 */
export function withPieces({ named, architecture }: WholeNetwork, path: string): Checkpoint<FamilyArchitecture> {
  if (named !== undefined) return named(path);
  throw new InputError('only-ids', {
    what: `${path} reads token ids, and no tokenizer lies beside it`,
    why: `${readerOf(architecture).is}, whose tokens are pieces of words: its file does not say what they spell`,
    fix: 'Put its tokenizer.json, or for an RWKV World model rwkv_vocab_v20230424.txt, into its folder: one of them, no others',
  });
}

function withTokens(network: WholeNetwork, tokenizer: Tokenizer, path: string): Checkpoint<FamilyArchitecture> {
  const vocabulary = namesOfPieces(tokenizer.bytesOf, network.architecture.vocabulary);
  return { ...network, vocabulary, pieces: piecesBy(tokenizer, vocabulary, path) };
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
