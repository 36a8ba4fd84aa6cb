/** JSON in files of other programs. Pure. */
import { FormatError } from './format-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param what the text is, for the message. @throws FormatError when it is no JSON. */
export function jsonIn(text: string, what = 'it', fix?: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${what} is not JSON: ${(error as Error).message}`, fix);
  }
}

/** @throws FormatError when it is no object of JSON. */
export function objectIn(text: string, what = 'it', fix?: string): JsonObject {
  const value = jsonIn(text, what, fix);
  if (!isObject(value)) throw new FormatError(`${what} is not an object`, fix);
  return value;
}
