/** Reads the files that hold pairs, and those that a generated language has. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Comparison } from '../../analysis/pairs/formats/format.ts';
import { formatOf, readPairs } from '../../analysis/pairs/formats/formats.ts';
import { jsonLines } from '../../analysis/pairs/formats/json-lines.ts';
import { type PairFile, type PairSource, pairError } from '../../analysis/pairs/pair-file.ts';
import { fileBytes } from '../../formats/texts/bytes.ts';
import { decodeBytes } from '../../formats/texts/encoding.ts';
import { pairsNamed } from '../../text/sources/index.ts';

export interface PairFileTask {
  source: PairSource;
  compare: Comparison;
  /** What the path is relative to. */
  folder: string;
  warn(text: string): void;
}

/** @param place beside the manifest, where there is none in the current folder either. */
const nowhere = (place: string): string => `There is no file ${place}, nor ${basename(place)} in the current folder`;

/** @throws InputError when the file cannot be read or used, naming the line. */
export async function readPairFile({ source, compare, folder, warn }: PairFileTask): Promise<PairFile> {
  const generated = pairsNamed(source.path);
  if (generated !== null) return readPairs(jsonLines, [generated], { source, compare });
  const format = formatOf(source);
  const texts: string[] = [];
  for (const path of format.files(source.path)) {
    const place = resolve(folder, path);
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
    const named = path === source.path ? 'It' : path;
    if (found instanceof Error) {
      throw pairError(source, found.code === 'ENOENT' ? nowhere(place) : found.message);
    }
    if (!found.isFile()) throw pairError(source, `${named} is not a file`);
    texts.push((await Array.fromAsync(decodeBytes(fileBytes(path, place), { warn }))).join(''));
  }
  return readPairs(format, texts, { source, compare });
}
