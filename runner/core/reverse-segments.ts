/**
 * From the order of a text to the order in which a model reads it that reads from right to left, and back: within each segment
 * what stood last comes first, and the segments stay where they are. Done twice it is undone. Pure; imports nothing.
 */

type Stretch = readonly [start: number, length: number];

type Numbers = Float32Array | Int32Array | Uint8Array;

/** @returns a copy; what is in no segment stays in its place. */
export function turned<A extends Numbers>(values: A, segments: readonly Stretch[]): A;
export function turned<T>(values: readonly T[], segments: readonly Stretch[]): T[];
export function turned(values: Numbers | readonly unknown[], segments: readonly Stretch[]): Numbers | unknown[] {
  const result = values.slice() as Numbers | unknown[];
  for (const [start, length] of segments) {
    for (let t = start; t < start + length; t++) result[t] = values[placeIn([start, length], t)] as never;
  }
  return result;
}

/** Positions of a text with its segments turned, rising. */
export const turnedPlaces = (positions: readonly number[], segments: readonly Stretch[]): number[] =>
  positions
    .map((position) => {
      const own = segments.find(([start, length]) => position >= start && position < start + length);
      return own === undefined ? position : placeIn(own, position);
    })
    .sort((a, b) => a - b);

const placeIn = ([start, length]: Stretch, position: number): number => 2 * start + length - 1 - position;

/** The part of each segment that lies within the first tokens. */
export const within = (segments: readonly Stretch[], tokens: number): Stretch[] =>
  segments.flatMap(([start, length]): Stretch[] =>
    start >= tokens ? [] : [[start, Math.min(length, tokens - start)]],
  );

/** Of what stands between two tokens of a segment: one fewer than its tokens. */
export const gapsOf = (segments: readonly Stretch[]): Stretch[] =>
  segments.map(([start, length]) => [start, length - 1]);

/** Of so many tokens, from where each begins. */
export const stretches = (starts: readonly number[], tokens: number): Stretch[] =>
  starts.map((start, index) => [start, (starts[index + 1] ?? tokens) - start]);
