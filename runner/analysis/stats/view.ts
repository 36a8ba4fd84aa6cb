/**
 * Some tokens of a text: all that are read, the scored ones, those of a half, the members of a reference class, the first
 * that are shown. The one way from what stands at the tokens of a text to what stands at some of them. Pure.
 */
import { at, float32At } from '../../core/at.ts';

export interface View {
  /** [tokens of the view] Where each stands in the text; below 0: nowhere, for it fills a segment that has too few. */
  positions: Int32Array;
  /** Tokens of each segment: so many follow one another in `positions`. */
  length: number;
}

/** Segments of equal length: of each the tokens from its start on. */
export function segmentsFrom(starts: ArrayLike<number>, length: number): View {
  const positions = new Int32Array(starts.length * length);
  for (let segment = 0; segment < starts.length; segment++) {
    const start = starts[segment];
    for (let t = 0; t < length; t++) positions[segment * length + t] = start + t;
  }
  return { positions, length };
}

export const firstTokens = (count: number): View => segmentsFrom([0], count);

/** The tokens of one view, then those of another with segments of the same length. */
export function joined({ positions, length }: View, after: View): View {
  if (length !== after.length) throw new RangeError(`view: segments of ${length} and of ${after.length} tokens`);
  const both = new Int32Array(positions.length + after.positions.length);
  both.set(positions);
  both.set(after.positions, positions.length);
  return { positions: both, length };
}

/**
 * What stands at the tokens of a view, [tokens of the view].
 * @param values [tokens of the text].
 * @param view null: the whole text, whose values are given back as they are.
 * @param nowhere stands at positions below 0.
 * @throws RangeError when the view goes beyond the text.
 */
export function viewed<A extends Float32Array | Int32Array | Int8Array | Uint8Array>(
  values: A,
  view: Pick<View, 'positions'> | null,
  nowhere = 0,
): A {
  if (view === null) return values;
  const { positions } = view;
  const shape = values.constructor as new (length: number) => A;
  const own = new shape(positions.length);
  // Activations are viewed a thousand times as often as masks: they have a loop that is compiled for them alone.
  if (values instanceof Float32Array && own instanceof Float32Array) viewFloats(own, values, positions, nowhere);
  else {
    for (let t = 0; t < positions.length; t++) {
      const position = positions[t];
      own[t] = position < 0 ? nowhere : at(values, position);
    }
  }
  return own;
}

function viewFloats(own: Float32Array, values: Float32Array, positions: Int32Array, nowhere: number): void {
  for (let t = 0; t < positions.length; t++) {
    const position = positions[t];
    own[t] = position < 0 ? nowhere : float32At(values, position);
  }
}

/**
 * What stands `lag` tokens after each token, of the same segment.
 * @param values [tokens], segment after segment.
 * @param length tokens of each segment.
 * @param outside stands where the segment has no such token.
 * @returns [tokens] of the same kind.
 * @throws RangeError when the last segment is not whole.
 */
export function shift<A extends Float32Array | Int32Array | Int8Array | Uint8Array>(
  values: A,
  lag: number,
  length: number,
  outside: number,
): A {
  if (values.length % length !== 0) {
    throw new RangeError(`shift: ${values.length} values are not whole segments of ${length}`);
  }
  const shifted = values.slice().fill(outside) as A;
  if (Math.abs(lag) >= length) return shifted;
  for (let start = 0; start < values.length; start += length) {
    const inside = values.subarray(start + Math.max(0, lag), start + length + Math.min(0, lag));
    shifted.set(inside, start + Math.max(0, -lag));
  }
  return shifted;
}
