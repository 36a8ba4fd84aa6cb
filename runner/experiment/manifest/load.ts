/**
 * Reads a manifest: file and overrides in, resolved manifest and id out. Touches files, but only reads them. Every
 * mistake is an InputError that names the place (file:line:column, or the override) and the nearest right word. What few manifests
 * need is loaded for these: a mistake is to be told at once.
 */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/hash.ts';
import { pathFrom } from '../../core/paths.ts';
import { completeFeature } from '../../text/labels/features.ts';
import { readManifestText, readWordList } from './files.ts';
import { consequential } from './hash.ts';
import { chosenId, idOf } from './id.ts';
import { emptySections } from './keys.ts';
import { applyOverrides, type Override, parseOverrides } from './overrides.ts';
import { isObject, type KeyPath } from './problem.ts';
import { inputError, type Origin } from './report.ts';
import { resolveManifest } from './resolve.ts';
import type { AskedFeature, AskedManifest, UnreadManifest } from './resolved.ts';
import { isFileOfVectors } from './schema.ts';
import { type ManifestSource, readManifestSource } from './source.ts';

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
  const { withVectors } = await import('../../formats/vectors/open-vectors.ts');
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
