/**
 * Reads a manifest: file and overrides in, resolved manifest and id out. Touches files, but only reads them. Every
 * mistake is an InputError that names the place (file:line:column, or the override) and the nearest right word.
 */
import { InputError } from '../core/errors.ts';
import { canonicalJson } from '../core/hash.ts';
import type { CatalogueWord } from '../features/catalogue.ts';
import { completeFeature, type ParsedFeature } from '../features/features.ts';
import { withVectors } from '../formats/vectors/open-vectors.ts';
import { readManifestText, readWords } from './files.ts';
import { consequential } from './hash.ts';
import { chosenId, idOf } from './id.ts';
import { emptySections } from './keys.ts';
import { applyOverrides, type Override, parseOverrides } from './overrides.ts';
import { isObject, type KeyPath } from './problem.ts';
import { inputError } from './report.ts';
import { resolveManifest } from './resolve.ts';
import type { AskedFeature, AskedManifest, Manifest } from './resolved.ts';
import { isFileOfVectors } from './schema.ts';
import { type ManifestSource, readManifestSource } from './source.ts';

/** Resolved, but for files that are not read yet. */
type Unread = Manifest<ParsedFeature | CatalogueWord, number | 'auto'>;

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
 * @param path of the YAML file, relative to `cwd`; so are the paths of word lists in it.
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
  const data = merged(source, list);
  const resolution = resolveManifest(data);
  if ('problems' in resolution) throw inputError(resolution.problems, { name: path, source, overrides: list });
  const unread = await withFileSize(resolution.manifest, data, cwd);
  const files = { readWords: (list: string, name: string) => readWords(list, name, cwd) };
  const features = await Promise.all(
    unread.features.map(
      async (each): Promise<AskedFeature> => (typeof each === 'string' ? each : completeFeature(each, files)),
    ),
  );
  return {
    manifest: { ...unread, features },
    id: id === null ? idOf(path, changesOf(source, list, resolution.manifest)) : chosenId(id),
    path,
    stated: new Set(statedKeys(data, [])),
  };
}

/**
 * The manifest with the length of the vectors in the file that it names.
 * @throws InputError when the file cannot be read, or the manifest gives another length.
 */
async function withFileSize(manifest: Unread, data: unknown, cwd: string): Promise<Unread> {
  const { from } = manifest.model.embedding;
  if (!isFileOfVectors(from)) return manifest;
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
function changesOf(source: ManifestSource, overrides: readonly Override[], result: Unread): Override[] {
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
  if (isObject(value)) return [...own, ...Object.keys(value).flatMap((key) => statedKeys(value[key], [...path, key]))];
  if (name === 'model.embedding') own.push('model.embedding.size');
  if (name === 'train.optimizer') own.push('train.optimizer.name');
  return own;
}
