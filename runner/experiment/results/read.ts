/**
 * Reads a published result back: `result.json`, its parts and its side-cars, all checked before anyone relies on them.
 * Imports the schema, the side-car format and the errors; reads files, and puts a result back that a crash
 * has left aside.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { recoverFolders } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { decodeActivations, neuronsIn, type QuantizedActivations } from './activations.ts';
import { type Evolution, evolutionSchema } from './evolution-schema.ts';
import { joinParts, resultFile } from './result-folder.ts';
import { type Result, resultSchema, type TextName } from './schema.ts';
import { type SweepResult, sweepFile, sweepResultSchema } from './sweep-schema.ts';

/**
 * Reads and checks `<directory>/result.json` with its parts (see result-folder.ts).
 * Throws an InputError that names the file, and the key when a value does not fit the schema.
 */
export async function readResult(directory: string): Promise<Result> {
  const path = join(directory, resultFile);
  await recoverFolders(dirname(directory));
  const whole = await joinParts(await readJson(path), (name) => readBytes(join(directory, name))).catch((error) => {
    throw notFitting(error, `A part of ${path} does not fit it`);
  });
  return checked(resultSchema, whole, `${path} is not a valid result`);
}

/** @throws InputError that names the file, and the key where a value does not fit. */
export async function readSweep(directory: string): Promise<SweepResult> {
  const path = join(directory, sweepFile);
  const json = await readJson(path, 'sweep-invalid', 'sweep-invalid');
  return checked(sweepResultSchema, json, `${path} is not the result of a sweep`, 'sweep-invalid');
}

type Invalid = 'result-invalid' | 'sweep-invalid';

/** @throws InputError that names the keys that do not fit. */
function checked<T>(schema: z.ZodType<T>, value: unknown, what: string, code: Invalid = 'result-invalid'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(code, { what, why: keys(parsed.error) });
}

/** A number of the wrong size or broken JSON as an error of the input, any other error as it is. */
const notFitting = (error: unknown, what: string): unknown =>
  error instanceof RangeError || error instanceof SyntaxError
    ? new InputError('result-invalid', { what, why: error.message })
    : error;

export interface ShownArray {
  text: TextName;
  component: string;
  layer: number;
}

/**
 * Reads the activations of one component of one layer over one shown text, Int8 with one scale per neuron.
 * Throws an InputError when the result names no such side-car, or when the file is missing or has another length.
 */
export async function readActivations(
  directory: string,
  result: Result,
  { text, component, layer }: ShownArray,
): Promise<QuantizedActivations> {
  const shown = result.texts[text];
  const sidecar = shown.sidecars.find((each) => each.component === component && each.layer === layer);
  if (!sidecar) {
    throw new InputError('result-lacks-activations', {
      what: `${join(directory, resultFile)} has no activations of "${component}" of layer ${layer} for the ${text} text`,
      why: `It lists ${shown.sidecars.map((each) => `${each.component}.${each.layer}`).join(', ') || 'none'}`,
    });
  }
  // The units of the model are those of the array that pages begin with; another array may have more neurons or fewer.
  const tokens = shown.tokens.length;
  return activationsIn(join(directory, sidecar.path), () => neuronsIn(sidecar.bytes, tokens), tokens);
}

/** @param neurons how many the file should have. @throws InputError when the file is missing or has another length. */
async function activationsIn(path: string, neurons: () => number, tokens: number): Promise<QuantizedActivations> {
  const bytes = await readBytes(path);
  try {
    return decodeActivations(bytes, neurons(), tokens);
  } catch (error) {
    throw notFitting(error, `${path} does not fit its result`);
  }
}

/**
 * The texts that the model wrote after its epochs, with their activations; null where the result has none.
 * @throws InputError when a file is missing, of another shape or of another length.
 */
export async function readPublishedEvolution(
  directory: string,
  { evolution, model }: Result,
): Promise<{ epochs: Evolution['epochs']; activations: QuantizedActivations | null } | null> {
  if (evolution === undefined) return null;
  const path = join(directory, evolution.path);
  const { epochs } = checked(evolutionSchema, await readJson(path), `${path} is not the texts of a training`);
  if (evolution.activations === null) return { epochs, activations: null };
  const tokens = epochs.reduce((sum, each) => sum + each.tokens.length, 0);
  const activations = await activationsIn(join(directory, evolution.activations.path), () => model.units, tokens);
  return { epochs, activations };
}

type Unreadable = 'result-unreadable' | 'sweep-invalid';

async function readBytes(path: string, code: Unreadable = 'result-unreadable'): Promise<Uint8Array> {
  try {
    // A plain Uint8Array: a Buffer's slice shares memory where a Uint8Array's copies.
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new InputError(code, { what: `${path} cannot be read`, why: saidBy(error) });
  }
}

async function readJson(path: string, unreadable?: Unreadable, invalid: Invalid = 'result-invalid'): Promise<unknown> {
  const bytes = await readBytes(path, unreadable);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError(invalid, { what: `${path} is not JSON`, why: saidBy(error) });
  }
}

const saidBy = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first few keys that do not fit, each with what is wrong. */
function keys(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const key = issue.path.map(String).join('.');
    return key === '' ? issue.message : `key ${key}: ${issue.message}`;
  });
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
