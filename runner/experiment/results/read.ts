/**
 * Reads a published result back: `result.json`, its parts and its side-cars, all checked before anyone relies on them.
 * Imports the schema, the side-car format and the errors; reads files, and puts a result back that a crash
 * has left aside.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { settleFolders } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { decodeActivations, type QuantizedActivations } from './activations.ts';
import { type Evolution, evolutionSchema } from './evolution-schema.ts';
import { joinParts, resultFile } from './parts.ts';
import { type Result, resultSchema, type TextName } from './schema.ts';

/**
 * Reads and checks `<directory>/result.json` with its parts (see parts.ts).
 * Throws an InputError that names the file, and the key when a value does not fit the schema.
 */
export async function readResult(directory: string): Promise<Result> {
  const path = join(directory, resultFile);
  await settleFolders(dirname(directory));
  const json = parse(path, await readBytes(path));
  return checked(resultSchema, await joined(directory, json), { path, what: 'a valid result' });
}

/** @throws InputError that names the keys that do not fit. */
function checked<T>(schema: z.ZodType<T>, value: unknown, { path, what }: { path: string; what: string }): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError('result-invalid', { what: `${path} is not ${what}`, why: keys(parsed.error) });
}

async function joined(directory: string, json: unknown): Promise<unknown> {
  try {
    return await joinParts(json, (name) => readBytes(join(directory, name)));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    throw new InputError('result-invalid', {
      what: `A part of ${join(directory, resultFile)} does not fit it`,
      why: error.message,
    });
  }
}

/** Which activations of a result are asked for. */
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
  return activationsIn(join(directory, sidecar.path), result.model.units, shown.tokens.length);
}

/** @throws InputError when the file is missing or has another length. */
async function activationsIn(path: string, neurons: number, tokens: number): Promise<QuantizedActivations> {
  const bytes = await readBytes(path);
  try {
    return decodeActivations(bytes, neurons, tokens);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError('result-invalid', { what: `${path} does not fit its result`, why: error.message });
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
  const read = parse(path, await readBytes(path));
  const { epochs } = checked(evolutionSchema, read, { path, what: 'the texts of a training' });
  if (evolution.activations === null) return { epochs, activations: null };
  const tokens = epochs.reduce((sum, each) => sum + each.tokens.length, 0);
  const activations = await activationsIn(join(directory, evolution.activations.path), model.units, tokens);
  return { epochs, activations };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // A plain Uint8Array: a Buffer's slice shares memory where a Uint8Array's copies.
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('result-unreadable', { what: `${path} cannot be read`, why });
  }
}

function parse(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('result-invalid', { what: `${path} is not JSON`, why });
  }
}

/** The first few keys that do not fit, each with what is wrong. */
function keys(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const key = issue.path.map(String).join('.');
    return key === '' ? issue.message : `key ${key}: ${issue.message}`;
  });
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
