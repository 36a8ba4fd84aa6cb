/**
 * Reads a manifest: file and overrides in, resolved manifest and id out. Touches files, but only reads them. Every
 * mistake is an InputError that names the place (file:line:column, or the override) and the nearest right word. What few manifests
 * need is loaded for these: a mistake is to be told at once.
 */
import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { item } from '../../core/at.ts';
import { InputError } from '../../core/errors.ts';
import { pathFrom } from '../../core/paths.ts';
import { nearest } from '../../core/suggest.ts';
import { completeFeature } from '../../text/labels/features.ts';
import { chosenId, idOf } from './hash.ts';
import { applyOverrides, parseOverrides } from './overrides.ts';
import { dotted, inputError, isObject, type KeyPath, type Origin, opensTo, readManifestSource } from './problem.ts';
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
  const completed = await complete(manifest, data, cwd, resolve(cwd, dirname(path)));
  const name = id === null ? idOf(path, list) : chosenId(id);
  return { manifest: completed, id: name, path, stated: new Set(statedKeys(data, [])) };
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
  const completed = await complete(manifest, data, cwd);
  return { manifest: completed, id: chosenId(name), path: name, stated: new Set(statedKeys(data, [])) };
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

/** What a program gives has no lines. */
const unplaced = (data: Readonly<Record<string, unknown>>, name: string): Origin => ({
  name,
  source: { data, place: () => null },
  overrides: [],
});

function resolved(origin: Origin): { manifest: UnreadManifest; data: Record<string, unknown> } {
  const written = applyOverrides(origin.source.data, origin.overrides);
  // What stands empty at the top, as `train:`, has its defaults.
  const data = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null && value !== undefined));
  const resolution = resolveManifest(data);
  if ('problems' in resolution) throw inputError(resolution.problems, origin);
  return { manifest: resolution.manifest, data };
}

/**
 * A file that lies where all others do, or beside the manifest, from where all others are: published is not on which machine.
 * @param folders where it is looked for; where it is in none, the first counts.
 */
function placed(file: string, cwd: string, folders: readonly string[]): string {
  const places = folders.map((folder) => resolve(folder, file));
  const place = places.find((each) => existsSync(each)) ?? item(places, 0);
  return place === resolve(cwd, file) && !isAbsolute(file) ? file : pathFrom(cwd, place);
}

/** What the files that it names say: the sizes of vectors, and the words of lists; and where those lie that are read later. */
async function complete(manifest: UnreadManifest, data: unknown, cwd: string, folder = cwd): Promise<AskedManifest> {
  const sized = await withFileSize(manifest, data, cwd);
  const { features, documents, pairs } = sized;
  const { pairsNamed } = pairs === undefined ? { pairsNamed: () => null } : await import('../../text/sources/index.ts');
  const placeOf = (source: string) => (pairsNamed(source) === null ? placed(source, cwd, [folder, cwd]) : source);
  return {
    ...sized,
    features: withLists(features, cwd, folder),
    ...(documents && {
      documents: documents.map((each) => ({ ...each, labels: placed(each.labels, cwd, [cwd, folder]) })),
    }),
    ...(pairs && { pairs: pairs.map((set) => ({ ...set, source: placeOf(set.source) })) }),
  };
}

function withLists(features: UnreadManifest['features'], cwd: string, folder = cwd): AskedFeature[] {
  const place = (file: string) => placed(file, cwd, [cwd, folder]);
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

function statedKeys(value: unknown, path: KeyPath): string[] {
  const name = dotted(path);
  const own = path.length === 0 ? [] : [name];
  const group = opensTo(value, path);
  if (!isObject(group) && !(Array.isArray(group) && name === 'record')) return own;
  return [...own, ...Object.entries(group).flatMap(([key, inner]) => statedKeys(inner, [...path, key]))];
}

/** @param path relative to `cwd`. @throws InputError naming a manifest that may be meant. */
export const readManifestText = async (path: string, cwd: string): Promise<string> =>
  textAt(resolve(cwd, path), `The manifest ${path}`, 'manifest-unreadable', () => perhapsMeant(path, cwd));

/**
 * The words of a list, one a line; empty lines are skipped.
 * @param path relative to `cwd`.
 * @param name of the feature, for errors.
 */
function readWordList(path: string, name: string, cwd: string): string[] {
  const whose = `The word list ${path} of feature "${name}"`;
  const fix = 'Give a text file with one word a line, here or beside the manifest, or words: stopwords';
  const text = textAt(resolve(cwd, path), whose, 'word-list-unreadable', () => fix);
  const list = new Set(text.split('\n').flatMap((line) => line.trim() || []));
  if (list.size === 0) throw new InputError('word-list-empty', { what: `${whose} holds no word` });
  return [...list];
}

/** @throws InputError where it cannot be read, or is no UTF-8. */
function textAt(
  place: string,
  whose: string,
  code: 'manifest-unreadable' | 'word-list-unreadable',
  fix: () => string | undefined,
): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(place);
  } catch (error) {
    const { code: reason, message } = error as NodeJS.ErrnoException;
    const why = reason === 'ENOENT' ? 'There is no such file' : message;
    throw new InputError(code, { what: `${whose} cannot be read`, why, fix: fix() });
  }
  if (!isUtf8(bytes) || bytes.includes(0)) throw new InputError('not-utf8', { what: `${whose} is not UTF-8 text` });
  return new TextDecoder().decode(bytes);
}

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/** The names of manifests in a folder; none when it cannot be read. */
function manifestsIn(folder: string, cwd: string): string[] {
  const place = resolve(cwd, folder);
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? readdirSync(place).filter(isYaml).sort() : [];
}

/** One beside the file, or else of those that come with the project, of that name, with or without its ending, or nearly so. */
function perhapsMeant(path: string, cwd: string): string | undefined {
  const name = isYaml(path) ? basename(path) : `${basename(path)}.yaml`;
  const folders = [dirname(path), 'experiments'];
  const near = folders.flatMap((folder) => {
    const found = nearest(name, manifestsIn(folder, cwd));
    return found === null ? [] : [join(folder, found)];
  });
  return near[0] && `Did you mean ${near[0]}?`;
}

/**
 * The manifests that a word stands for: those in it, by name, where it is a folder, otherwise itself; null where it is no path of any.
 * @param word a path relative to `cwd`.
 * @throws InputError when a folder holds no manifest.
 */
export async function manifestsAt(word: string, cwd: string): Promise<string[] | null> {
  if ((await stat(resolve(cwd, word)).catch(() => null))?.isDirectory() !== true) return isYaml(word) ? [word] : null;
  const names = manifestsIn(word, cwd);
  if (names.length > 0) return names.map((name) => join(word, name));
  const what = `The folder ${word} holds no manifest`;
  throw new InputError('manifest-unreadable', { what, fix: 'Give the path of a .yaml file' });
}
