/** Reads and writes `sweep.json`, checked both times. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { InputError } from '../core/errors.ts';
import { type SweepResult, sweepResultSchema } from './sweep-schema.ts';

export const sweepFile = 'sweep.json';

export async function writeSweep(directory: string, result: SweepResult): Promise<void> {
  await writeWhole(join(directory, sweepFile), `${JSON.stringify(sweepResultSchema.parse(result))}\n`);
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
