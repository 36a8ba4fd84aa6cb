/** One thing that is wrong with a manifest, before it is known where in which file it stands. Imports nothing. */

export type KeyPath = readonly (string | number)[];

export interface Problem {
  /** The key it is about. */
  path: KeyPath;
  /** Other keys that take part in it. */
  others?: readonly KeyPath[];
  /** Whether the key itself is wrong (or missing), or what it is set to. */
  about: 'key' | 'value';
  /** What is wrong, without the place: 'unknown key "modle"'. */
  what: string;
  why?: string;
  fix?: string;
}

/** 'train.optimizer.name', as overrides write it. */
export const dotted = (path: KeyPath): string => path.join('.');

/** The value at a path of plain data; undefined when there is none. */
export function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, data);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as it is shown in an error, on one line and never long. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** Of settings that are each fine, and not together: the first of them is where it is said. */
export const contradiction = (
  [path, ...others]: readonly [KeyPath, ...KeyPath[]],
  what: string,
  fix: string,
  why?: string,
): Problem => ({ path, others, about: 'value', what, why, fix });
