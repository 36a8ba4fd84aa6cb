/**
 * Overrides from the command line, `train.optimizer.learningRate=1e-3`: read, and applied to a manifest as written.
 * Pure. Values are YAML, but where a key takes text alone, its text need not be quoted.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import { InputError } from '../../core/errors.ts';
import { isObject, type KeyPath, type Override, opensTo, pathOf } from './problem.ts';
import { manifestSchema } from './schema.ts';

export interface Overrides {
  /** In the order given. */
  list: Override[];
  /** From `id=name`. */
  id: string | null;
}

/** @throws InputError for a word that is no `key=value`, or whose value is no YAML. */
export function parseOverrides(words: readonly string[]): Overrides {
  const list: Override[] = [];
  let id: string | null = null;
  for (const word of words) {
    const { key, text } = split(word);
    if (key === 'id') {
      id = text;
      continue;
    }
    const path = pathOf(key);
    list.push({ word, path, value: valueFrom(text, path, word) });
  }
  return { list, id };
}

const keyPattern = /^[A-Za-z]\w*(\.\w+)*$/;

function split(word: string): { key: string; text: string } {
  const equals = word.indexOf('=');
  const key = word.slice(0, Math.max(0, equals));
  if (keyPattern.test(key)) return { key, text: word.slice(equals + 1) };
  const bare = word.replace(/^-+/, '');
  const plain = 'Overrides are plain words without dashes, because npm swallows options';
  throw new InputError('override-not-key-value', {
    what: `"${word}" is not an override of the form key=value`,
    ...(word.startsWith('-') && { why: plain }),
    ...(keyPattern.test(bare.replace(/=.*/s, '')) && { fix: `Write ${bare.includes('=') ? bare : `${bare}=value`}` }),
  });
}

function valueFrom(text: string, path: KeyPath, word: string): unknown {
  if (text === '') return null;
  const takesText = schemasAt(manifestSchema, path).map((schema) => schema instanceof z.ZodString);
  // What takes any text (or nothing) and nothing else need not be quoted.
  const onlyText = takesText.length > 0 && takesText.every(Boolean);
  try {
    const value: unknown = parse(text, { prettyErrors: false, logLevel: 'error', maxAliasCount: 0 });
    return onlyText && !(/^["']/.test(text) && typeof value === 'string') ? text : value;
  } catch (error) {
    // A pattern of paths such as *.txt is an alias to YAML.
    if (onlyText || (takesText.some(Boolean) && !/^[[{"']/.test(text))) return text;
    const what = `override ${word}: the value is not valid YAML`;
    throw new InputError('override-not-yaml', { what, why: (error as Error).message });
  }
}

/** A copy of the manifest with the overrides set, the last one last. @throws InputError when a parent holds no keys. */
export function applyOverrides(data: Record<string, unknown>, overrides: readonly Override[]): Record<string, unknown> {
  return overrides.reduce<Record<string, unknown>>(
    (result, override) => setAt(result, override, override.path, []) as Record<string, unknown>,
    data,
  );
}

/** @param left the keys below the container; `done` are those above it. */
function setAt(container: unknown, override: Override, left: KeyPath, done: KeyPath): unknown {
  const { value, word } = override;
  const [key, ...rest] = left;
  const name = done.join('.');
  if (key === undefined) return value;
  const opened = opensTo(container, done);
  if (Array.isArray(opened)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index > opened.length) {
      const what = `override ${word}: "${name}" is a list of ${opened.length} and has no place "${key}"`;
      const fix = `Places count from 0; ${name}.${opened.length} adds one`;
      throw new InputError('override-no-such-place', { what, fix });
    }
    const copy = [...opened];
    copy[index] = setAt(opened[index], override, rest, [...done, index]);
    return copy;
  }
  if (!isObject(opened)) {
    const what = `override ${word}: "${name}" is a single value and holds no keys`;
    throw new InputError('override-no-such-place', { what, fix: `Set it as a whole: ${name}=...` });
  }
  const inner = Object.hasOwn(opened, key) ? opened[key] : undefined;
  return { ...opened, [key]: setAt(inner, override, rest, [...done, key]) };
}

/** The keys that a schema allows. */
export interface KnownKeys {
  /** Under a path, without repetition; none when it holds no keys. */
  at(path: KeyPath): string[];
  /** Every dotted key that ends in this word: 'units' -> ['model.units']. Keys of list elements are left out. */
  named(word: string): string[];
}

export function keysOf(schema: z.core.$ZodType): KnownKeys {
  const at = (path: KeyPath): string[] => [
    ...new Set(schemasAt(schema, path).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []))),
  ];
  const every = (path: KeyPath): string[] =>
    at(path).flatMap((key) => [[...path, key].join('.'), ...every([...path, key])]);
  return { at, named: (word) => every([]).filter((key) => key.split('.').at(-1) === word) };
}

export const manifestKeys = keysOf(manifestSchema);

function schemasAt(schema: z.core.$ZodType, path: KeyPath): z.core.$ZodType[] {
  return path.reduce<z.core.$ZodType[]>(
    (schemas, key) => schemas.flatMap((each) => child(each, key)),
    alternatives(schema),
  );
}

function child(schema: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, key)) return alternatives(schema.shape[key]);
  if (schema instanceof z.ZodArray && typeof key === 'number') return alternatives(schema.element);
  return [];
}

/** Looks through defaults, transforms and unions to what is written in the manifest. */
function alternatives(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(alternatives);
  if (schema instanceof z.ZodPipe) return alternatives(schema.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return alternatives(schema.unwrap());
  }
  return [schema];
}
