/** The two halves of a text: one chooses, the other tests. Types only. */
export interface Halves<T> {
  discovery: T;
  confirmation: T;
}

export type HalfName = keyof Halves<unknown>;
