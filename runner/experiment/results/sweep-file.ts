/** Reads and writes `sweep.json`, checked both times. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { sumsFile } from './parts.ts';
import { writeResultFolder } from './sums.ts';
import { type SweepResult, sweepResultSchema } from './sweep-schema.ts';

export const sweepFile = 'sweep.json';

/** With its sum, as every result has them; what else lies in the folder stays. */
export async function writeSweep(directory: string, result: SweepResult): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const kept = entries.filter((entry) => entry.isFile() && ![sweepFile, sumsFile].includes(entry.name));
  const bytes = new TextEncoder().encode(`${JSON.stringify(sweepResultSchema.parse(result))}\n`);
  await writeResultFolder(
    directory,
    { [sweepFile]: bytes },
    kept.map(({ name }) => name),
  );
}

/** @throws InputError that names the file, and the key where a value does not fit. */
export async function readSweep(directory: string): Promise<SweepResult> {
  const path = join(directory, sweepFile);
  let data: unknown;
  try {
    data = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new InputError('sweep-invalid', { what: `${path} cannot be read`, why: (error as Error).message });
  }
  const checked = sweepResultSchema.safeParse(data);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new InputError('sweep-invalid', {
    what: `${path} is not the result of a sweep`,
    why: `key ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  });
}
