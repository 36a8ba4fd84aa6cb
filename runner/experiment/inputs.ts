/** What an experiment is computed from: its settings, and what the files that they name hold. Reads files; changes nothing. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatOf } from '../analysis/pairs/formats/formats.ts';
import { modelFolder } from '../core/find-model.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import { isFeatureOf } from '../text/labels/features.ts';
import { pairsNamed } from '../text/sources/index.ts';
import { filesOfPattern, isPattern } from '../text/sources/paths.ts';
import { configHash } from './manifest/hash.ts';
import type { AskedManifest } from './manifest/resolved.ts';
import { isFileOfVectors } from './manifest/schema.ts';

/** A hash of what lies at a path; null where nothing does, as of a corpus that has a name. */
export type ContentOf = (path: string) => Promise<string | null>;

/** Reads what lies at each path once. @param cwd that paths are relative to. */
export function contentReader(cwd: string): ContentOf {
  const known = new Map<string, Promise<string | null>>();
  return (path) => {
    const content = known.get(path) ?? contentAt(path, cwd);
    known.set(path, content);
    return content;
  };
}

/** Tells an experiment from all others, also from one of the same settings whose files held something else. */
export async function inputsHash(
  manifest: AskedManifest,
  cwd: string,
  contentOf: ContentOf = contentReader(cwd),
): Promise<string> {
  const contents: (string | null)[] = [];
  for (const path of pathsIn(manifest, cwd)) contents.push(await contentOf(path));
  return sha256(canonicalJson([configHash(manifest), contents]));
}

/** All paths that a manifest names, in an order of their own. Lists of words are in the manifest already. */
function pathsIn(manifest: AskedManifest, cwd: string): string[] {
  const { corpus, observe, model, features, documents = [], pairs = [], tagger } = manifest;
  const { checkpoint } = model;
  const labels = features.flatMap((each) =>
    typeof each !== 'string' && isFeatureOf(each, 'labels') ? each.labels : [],
  );
  return [
    ...corpus.source,
    observe.source,
    ...(checkpoint === null ? [] : [modelFolder(checkpoint, cwd) ?? checkpoint]),
    ...(isFileOfVectors(model.embedding.from) ? [model.embedding.from] : []),
    ...(tagger === null ? [] : [tagger]),
    ...labels,
    ...documents.map((each) => each.labels),
    ...pairs.flatMap(({ name, source }) => pairFiles(name, source)),
  ];
}

function pairFiles(name: string, path: string): string[] {
  if (pairsNamed(path) !== null) return [];
  try {
    return formatOf({ name, path }).files(path);
  } catch {
    // The experiment itself says that it is of no known format.
    return [path];
  }
}

/** What cannot be read counts as nothing: the experiment itself says what is wrong with it. */
async function contentAt(path: string, cwd: string): Promise<string | null> {
  try {
    const files = await filesAt(path, cwd);
    const sums: [name: string, sum: string][] = [];
    for (const file of files) sums.push([file, await sumOf(resolve(cwd, path, file))]);
    return sums.length === 0 ? null : sha256(canonicalJson(sums));
  } catch {
    return null;
  }
}

/** Of a file itself, of a folder all but hidden ones, of a pattern those that match: sorted, relative to the path. */
async function filesAt(path: string, cwd: string): Promise<string[]> {
  const place = resolve(cwd, path);
  const found = await stat(place).catch(() => null);
  if (found === null && isPattern(path)) {
    const files = (await filesOfPattern(path, cwd)).flatMap((group) => group.files);
    return files.map((file) => relative(place, resolve(cwd, file))).sort();
  }
  if (found?.isFile() === true) return [''];
  if (found?.isDirectory() !== true) return [];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) =>
    entry.isFile() ? [relative(place, join(entry.parentPath, entry.name))] : [],
  );
  return files.filter((file) => !file.split(sep).some((part) => part.startsWith('.'))).sort();
}

async function sumOf(place: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(place), sum);
  return sum.digest('hex');
}
