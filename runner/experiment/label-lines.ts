/** The lines of a file of labels. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileBytes, gunzipped } from '../formats/texts/bytes.ts';
import { decodeBytes } from '../formats/texts/encoding.ts';
import { linesOf } from '../formats/texts/rows.ts';
import { type LabelSource, labelError } from '../text/labels/labels/labels.ts';

/**
 * @param kinds the endings that are read here, with or without `.gz`.
 * @throws InputError when there is no such file, or it is of another kind.
 */
export async function labelLines<Kind extends string>(
  source: LabelSource,
  cwd: string,
  kinds: readonly Kind[],
): Promise<{ lines: string[]; kind: Kind }> {
  const { path } = source;
  const place = resolve(cwd, path);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    throw labelError(
      source,
      found.code === 'ENOENT'
        ? `There is no file ${path} in the current folder, nor beside the manifest`
        : found.message,
    );
  }
  if (!found.isFile()) throw labelError(source, 'It is not a file');
  const ending = /\.(\w+?)(\.gz)?$/.exec(path)?.[1]?.toLowerCase();
  const kind = kinds.find((each) => each === ending);
  if (kind === undefined) {
    const shown = kinds.filter((each) => each !== 'ndjson').map((each) => `.${each}`);
    throw labelError(source, `Labels are read from ${shown.join(' and ')} files (or .gz of them)`);
  }
  const bytes = fileBytes(path, place);
  const text = decodeBytes(/\.gz$/i.test(path) ? gunzipped(bytes) : bytes, { warn: () => undefined });
  return { lines: await Array.fromAsync(linesOf(text)), kind };
}
