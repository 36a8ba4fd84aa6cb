/** The formats of files with pairs. A new one is one file and one line here. */
import { type FormatOptions, type PairFile, type PairFormat, type PairSource, pairError } from './format.ts';
import { jsonLines } from './json-lines.ts';
import { table } from './table.ts';
import { triples } from './triples.ts';

const formats: readonly PairFormat[] = [table, jsonLines, triples];

/** @throws InputError when the name is that of no format. */
export function formatOf(source: PairSource): PairFormat {
  const found = formats.find(({ knows }) => knows(source.path));
  if (found !== undefined) return found;
  const fix = `Give ${formats.map(({ is }) => is).join('; or ')}`;
  throw pairError(source, 'Its name does not say what it is', { fix });
}

/**
 * @param texts as the format asks for them.
 * @throws InputError naming the line that cannot be used; or when there is no pair.
 */
export function readPairs(format: PairFormat, texts: readonly string[], options: FormatOptions): PairFile {
  const file = format.read(texts, options);
  if (file.rows.length === 0) throw pairError(options.source, 'It holds no pair');
  return file;
}
