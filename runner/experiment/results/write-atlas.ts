/** Puts an atlas beside a result that stands already, all files at once or none; the result then names it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, isAtlasFile } from '../../analysis/atlas/atlas-file.ts';
import { atlasFile, atlasSchema } from '../../analysis/atlas/atlas-schema.ts';
import { isResultPart, resultParts, sumsFile } from './parts.ts';
import { readResult } from './read.ts';
import { type Result, resultSchema } from './schema.ts';
import { damagedFiles, writeResultFolder } from './sums.ts';

export interface AtlasPublication {
  component: string;
  layer: number;
  /** As from `atlasFiles`. */
  files: Readonly<Record<string, Uint8Array>>;
}

/**
 * The atlases of a result, in their order; atlases of before that are not among them go.
 * @throws InputError when the folder holds no valid result.
 */
export async function writeAtlases(directory: string, atlases: readonly AtlasPublication[]): Promise<Result> {
  const listed = atlases.map(({ component, layer, files }) => {
    const path = atlasFile(component, layer);
    const index = files[path];
    if (index === undefined) throw new RangeError(`writeAtlases: the files lack their index ${path}`);
    return { component, layer, path, bytes: index.length };
  });
  const { atlases: _before, ...rest } = await readResult(directory);
  const result = resultSchema.parse({ ...rest, ...(listed.length > 0 && { atlases: listed }) });
  const files: Record<string, Uint8Array> = Object.assign({}, ...atlases.map((atlas) => atlas.files));
  const beside = (await readdir(directory)).filter((name) => !isResultPart(name) && !isAtlasFile(name));
  await writeResultFolder(directory, { ...files, ...resultParts(result) }, beside);
  return result;
}

/** The files of an atlas that stands beside a result; null when there is none with this key that can be read whole. */
export async function publishedAtlas({
  directory,
  component,
  layer,
  key,
}: Omit<AtlasPublication, 'files'> & { directory: string; key: string }): Promise<AtlasPublication | null> {
  try {
    const path = atlasFile(component, layer);
    const bytes = await readFile(join(directory, path));
    const index = atlasSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (index.key !== key) return null;
    const damaged = await damagedFiles(directory);
    const files: Record<string, Uint8Array> = { [path]: bytes };
    for (const file of filesOf(index)) {
      const found = await readFile(join(directory, file.path));
      if (found.length !== file.bytes) return null;
      files[file.path] = found;
    }
    return [sumsFile, ...Object.keys(files)].some((name) => damaged.includes(name))
      ? null
      : { component, layer, files };
  } catch {
    // None, or one that was damaged: it is made anew.
    return null;
  }
}
