/**
 * Reads a manifest: file and overrides in, resolved manifest and id out. Touches files, but only reads them. Every
 * mistake is an InputError that names the place (file:line:column, or the override) and the nearest right word. What few manifests
 * need is loaded for these: a mistake is to be told at once.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/hash.ts';
import { pathFrom } from '../../core/paths.ts';
import { nearest } from '../../core/suggest.ts';
import { completeFeature } from '../../text/labels/features.ts';
import { chosenId, consequential, idOf } from './hash.ts';
import { applyOverrides, emptySections, parseOverrides } from './overrides.ts';
import type { Override } from './problem.ts';
import { inputError, isObject, type KeyPath, type ManifestSource, type Origin, readManifestSource } from './problem.ts';
import { resolveManifest } from './resolve.ts';
import type { AskedFeature, AskedManifest, UnreadManifest } from './resolved.ts';
import { isFileOfVectors } from './schema.ts';

export interface LoadedManifest {
  manifest: AskedManifest;
  /** Name of the experiment's folders and page. */
  id: string;
  /** The manifest's path, as given. */
  path: string;
  /** Dotted keys that the file or an override states, groups included: 'model', 'model.units'. */
  stated: ReadonlySet<string>;
}

/**
 * @param path of the YAML file, relative to `cwd`; so are the paths in it, but for those of files that lie beside it.
 * @param overrides `key=value` words; a later one wins.
 * @throws InputError for anything wrong with the file, an override or a word list.
 */
export async function loadManifest(
  path: string,
  overrides: readonly string[] = [],
  cwd: string = process.cwd(),
): Promise<LoadedManifest> {
  const { list, id } = parseOverrides(overrides);
  const source = readManifestSource(await readManifestText(path, cwd), path);
  const { manifest, data } = resolved({ name: path, source, overrides: list });
  return {
    manifest: await complete(manifest, data, cwd, resolve(cwd, dirname(path))),
    id: id === null ? idOf(path, changesOf(source, list, manifest)) : chosenId(id),
    path,
    stated: new Set(statedKeys(data, [])),
  };
}

/**
 * A manifest that stands in no file.
 * @param settings keys and values as a file has them.
 * @param name of its folders and its page, and in errors.
 * @param cwd what paths are relative to.
 * @throws InputError as `loadManifest`.
 */
export async function manifestOf(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  cwd: string = process.cwd(),
): Promise<LoadedManifest> {
  const { manifest, data } = resolved(unplaced(settings, name));
  return {
    manifest: await complete(manifest, data, cwd),
    id: chosenId(name),
    path: name,
    stated: new Set(statedKeys(data, [])),
  };
}

/**
 * Features that stand in no manifest, as one writes them.
 * @param written a list of them, or the word `catalogue`.
 * @throws InputError for what is wrong with one of them.
 */
export function featuresOf(written: unknown, cwd: string = process.cwd()): AskedFeature[] {
  const { manifest } = resolved(unplaced({ title: 'features', features: written }, 'what was given'));
  return withLists(manifest.features, cwd);
}

/** What a program gives has no lines; what is undefined is not there. */
const unplaced = (settings: Readonly<Record<string, unknown>>, name: string): Origin => ({
  name,
  source: {
    data: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    place: () => null,
  },
  overrides: [],
});

function resolved(origin: Origin): { manifest: UnreadManifest; data: Record<string, unknown> } {
  const data = merged(origin.source, origin.overrides);
  const resolution = resolveManifest(data);
  if ('problems' in resolution) throw inputError(resolution.problems, origin);
  return { manifest: resolution.manifest, data };
}

/**
 * Files of labels, words and pairs lie where all others do, or beside the manifest: their paths are made relative to where all others
 * are. Where there is one in each place, that of labels is the former and that of pairs the latter.
 */
function placesOf(cwd: string, folder: string) {
  const beside = (file: string): string => resolve(folder, file);
  const isHere = (file: string): boolean => existsSync(resolve(cwd, file));
  return {
    /** Where a file lies is published: from here, as the manifest may have it, and not on which machine. */
    place(file: string): string {
      if (isAbsolute(file)) return pathFrom(cwd, file);
      return isHere(file) || !existsSync(beside(file)) ? file : pathFrom(cwd, beside(file));
    },
    placeOfPairs: (file: string): string =>
      isHere(file) && !existsSync(beside(file)) ? file : pathFrom(cwd, beside(file)),
  };
}

/** What the files that it names say: the sizes of vectors, and the words of lists; and where those lie that are read later. */
async function complete(manifest: UnreadManifest, data: unknown, cwd: string, folder = cwd): Promise<AskedManifest> {
  const sized = await withFileSize(manifest, data, cwd);
  const { features, documents, pairs } = sized;
  const { place, placeOfPairs } = placesOf(cwd, folder);
  const { pairsNamed } = pairs === undefined ? { pairsNamed: () => null } : await import('../../text/sources/index.ts');
  return {
    ...sized,
    features: withLists(features, cwd, folder),
    ...(documents && { documents: documents.map((each) => ({ ...each, labels: place(each.labels) })) }),
    ...(pairs && {
      pairs: pairs.map((set) => (pairsNamed(set.source) === null ? { ...set, source: placeOfPairs(set.source) } : set)),
    }),
  };
}

/** Reads the word lists that features name. */
function withLists(features: UnreadManifest['features'], cwd: string, folder = cwd): AskedFeature[] {
  const { place } = placesOf(cwd, folder);
  const files = { place, readWords: (list: string, name: string) => readWordList(place(list), name, cwd) };
  return features.map((each) => (typeof each === 'string' ? each : completeFeature(each, files)));
}

/**
 * The manifest with the length of the vectors in the file that it names.
 * @throws InputError when the file cannot be read, or the manifest gives another length.
 */
async function withFileSize(manifest: UnreadManifest, data: unknown, cwd: string): Promise<UnreadManifest> {
  const { from } = manifest.model.embedding;
  if (!isFileOfVectors(from)) return manifest;
  const { withVectors } = await import('../../io/formats/vectors/open-vectors.ts');
  const size = await withVectors(from, cwd, async (reader) => reader.size);
  const resolution = resolveManifest(data, size);
  if ('problems' in resolution) throw new Error('a manifest came to be wrong by the size of its vectors');
  const asked = resolution.manifest.model.embedding.size;
  if (asked === size) return resolution.manifest;
  throw new InputError('vector-size-mismatch', {
    what: `"model.embedding.size" is ${asked} and the vectors ${from} have ${size} numbers each`,
  });
}

/** The manifest as written, with the overrides, and without sections that stand empty. */
function merged(source: ManifestSource, overrides: readonly Override[]): Record<string, unknown> {
  const data = applyOverrides(source.data, overrides);
  const sections = emptySections();
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => value !== null || !sections.includes(key)));
}

/** Only the overrides that the same manifest needs: those that only repeat the file, or one another, are left out. */
function changesOf(source: ManifestSource, overrides: readonly Override[], result: UnreadManifest): Override[] {
  const wanted = canonicalJson(consequential(result));
  const gives = (list: readonly Override[]): boolean => {
    try {
      const resolution = resolveManifest(merged(source, list));
      return 'manifest' in resolution && canonicalJson(consequential(resolution.manifest)) === wanted;
    } catch (error) {
      // An override may only make sense after another one, as features.3 after features.2.
      if (error instanceof InputError) return false;
      throw error;
    }
  };
  return overrides.reduce<Override[]>(
    (kept, override) => {
      const without = kept.filter((each) => each !== override);
      return gives(without) ? without : kept;
    },
    [...overrides],
  );
}

function statedKeys(value: unknown, path: KeyPath): string[] {
  const name = path.join('.');
  const own = path.length === 0 ? [] : [name];
  if (Array.isArray(value) && name === 'record')
    return [...own, ...value.flatMap((each, index) => statedKeys(each, [...path, index]))];
  if (isObject(value)) return [...own, ...Object.keys(value).flatMap((key) => statedKeys(value[key], [...path, key]))];
  if (name === 'model.embedding') own.push('model.embedding.size');
  if (name === 'train.optimizer') own.push('train.optimizer.name');
  return own;
}

/** @param path relative to `cwd`. */
export async function readManifestText(path: string, cwd: string): Promise<string> {
  const bytes = bytesAt(path, cwd);
  if (typeof bytes === 'string') throw await unreadable(path, cwd, bytes);
  return decode(bytes, `The manifest ${path}`);
}

/**
 * The words of a list, one a line; empty lines are skipped.
 * @param path relative to `cwd`.
 * @param name of the feature, for errors.
 */
function readWordList(path: string, name: string, cwd: string): string[] {
  const whose = `The word list ${path} of feature "${name}"`;
  const bytes = bytesAt(path, cwd);
  if (typeof bytes === 'string') {
    const absent = 'There is no such file in the current folder, nor beside the manifest';
    throw new InputError('word-list-unreadable', {
      what: `${whose} cannot be read`,
      why: bytes === 'ENOENT' ? absent : (reasons[bytes] ?? bytes),
      fix: 'Give the path of a text file with one word a line, or words: stopwords',
    });
  }
  const words = decode(bytes, whose)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (words.length === 0) throw new InputError('word-list-empty', { what: `${whose} holds no word` });
  return [...new Set(words)];
}

/** @returns the code of the error where it cannot be read. */
function bytesAt(path: string, cwd: string): Uint8Array | string {
  try {
    return readFileSync(resolve(cwd, path));
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'It is a folder',
  ENOTDIR: 'A part of the path is not a folder',
  EACCES: 'Reading it is not permitted',
};

async function unreadable(path: string, cwd: string, code: string): Promise<InputError> {
  const what = `The manifest ${path} cannot be read`;
  const why = reasons[code] ?? code;
  if (code === 'EISDIR') {
    const names = (await namesIn(resolve(cwd, path))).filter(isYaml);
    const fix = names.length === 0 ? 'Give the path of a .yaml file' : `Choose a file in it: ${names.join(', ')}`;
    return new InputError('manifest-unreadable', { what, why, fix });
  }
  const names = (await namesIn(dirname(resolve(cwd, path)))).filter(isYaml);
  const near = nearest(basename(path), names) ?? names.find((name) => name.startsWith(`${basename(path)}.`));
  const shipped = near === undefined ? await nearShipped(path, cwd) : null;
  const meant = near === undefined ? shipped : join(dirname(path), near);
  const fix = meant === null ? undefined : `Did you mean ${meant}?`;
  return new InputError('manifest-unreadable', { what, why, fix });
}

const isFolder = async (path: string, cwd: string): Promise<boolean> =>
  (await stat(resolve(cwd, path)).catch(() => null))?.isDirectory() === true;

/** Whether a word is the path of a manifest or of a folder, rather than a key with its value. */
export const standsForManifests = async (word: string, cwd: string): Promise<boolean> =>
  !word.includes('=') && (isYaml(word) || (await isFolder(word, cwd)));

/**
 * The manifests that a path stands for: those in it, by name, where it is a folder, otherwise itself.
 * @param path relative to `cwd`.
 * @throws InputError when a folder holds no manifest.
 */
export async function manifestsAt(path: string, cwd: string): Promise<string[]> {
  if (!(await isFolder(path, cwd))) return [path];
  const names = (await namesIn(resolve(cwd, path))).filter(isYaml);
  if (names.length > 0) return names.map((name) => join(path, name));
  const what = `The folder ${path} holds no manifest`;
  throw new InputError('manifest-unreadable', { what, fix: 'Give the path of a .yaml file' });
}

/** The folder of the manifests that come with the project, and of most that users write. */
const manifestFolder = 'experiments';

/** A manifest there whose name is the one given, with or without its ending, or nearly so; null when there is none. */
async function nearShipped(path: string, cwd: string): Promise<string | null> {
  const names = (await namesIn(resolve(cwd, manifestFolder))).filter(isYaml);
  const given = basename(path).replace(/\.ya?ml$/i, '');
  const bare = new Map(names.map((name) => [name.replace(/\.ya?ml$/i, ''), name]));
  const near = bare.get(given) ?? bare.get(nearest(given, [...bare.keys()]) ?? '');
  return near === undefined ? null : join(manifestFolder, near);
}

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/** The names in a folder; none when it cannot be read, since this only serves suggestions. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

function decode(bytes: Uint8Array, whose: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: the same as a text with null bytes, said below.
  }
  throw new InputError('not-utf8', { what: `${whose} is not UTF-8 text` });
}
