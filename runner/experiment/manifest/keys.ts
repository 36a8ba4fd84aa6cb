/** Which keys a manifest may have, read off the schema, so that nothing is listed twice. Imports the schema. */
import { z } from 'zod';
import type { KeyPath } from './problem.ts';
import { manifestSchema } from './schema.ts';

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

/** Whether the key takes any text (or nothing) and nothing else, so that an override need not quote it. */
export function takesOnlyText(path: KeyPath): boolean {
  const kinds = schemasAt(manifestSchema, path);
  return kinds.length > 0 && kinds.every(isText);
}

/** Whether any text is one of the things the key takes. */
export const takesText = (path: KeyPath): boolean => schemasAt(manifestSchema, path).some(isText);

const isText = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodString;

/** Sections that may stand empty (`train:`), meaning all of their defaults. */
export const emptySections = (): string[] =>
  manifestKeys.at([]).filter((key) => manifestKeys.at([key]).length > 0 && key !== 'neurons');

/** All alternatives of the schema at a path. */
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
