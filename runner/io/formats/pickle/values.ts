/**
 * What pickles hold besides lists, Maps and numbers: closed objects and names. What stands in several places is one object, as in
 * Python; 185 bytes can so describe a list of a billion items: what reads a pickle's value may not walk it without a bound, and
 * prints it by `described`. Pure.
 */

/** Makes the value that a known name stands for when Python would call it. */
export type Reconstructor = (args: readonly unknown[]) => unknown;

/** A Python object of a known class: its class, what it was made of, and its attributes. Nothing of it runs. */
export class PickledObject {
  readonly className: string;
  readonly args: readonly unknown[];
  state: unknown = null;
  /** What an object whose class is a kind of dict or list holds as such; null: nothing. */
  items: Map<unknown, unknown> | unknown[] | null = null;

  constructor(className: string, args: readonly unknown[]) {
    this.className = className;
    this.args = args;
  }
}

export class Global {
  readonly name: string;
  /** Null: it is a class whose objects stay closed, and may not be called. */
  readonly make: Reconstructor | null;

  constructor(name: string, make: Reconstructor | null) {
    this.name = name;
    this.make = make;
  }
}

/** The name of a class or function that stands in the data as a value, not called; null for any other value. */
export const globalName = (value: unknown): string | null => (value instanceof Global ? value.name : null);

/** The attributes of a closed object, by name; of a dict its entries; null for any other value. */
export const attributesOf = (value: unknown): ReadonlyMap<unknown, unknown> | null => {
  const held = value instanceof PickledObject ? (value.state ?? value.items) : value;
  return held instanceof Map ? held : null;
};

/** A value in a message. */
export const described = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? shortened(String(value))
    : value === null
      ? 'None'
      : 'an object';

export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
