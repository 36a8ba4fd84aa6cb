/**
 * Losses that were read once are not read again: of a claim the flip, what goes with it, where it falls and the neurons alike ask
 * for the same neuron held at the same values, at the same tokens or at some of them. Remembers in memory, the last ones.
 */
import { createHash } from 'node:crypto';
import type { HeldReading, Readings } from '../../analysis/findings/readings.ts';
import type { HalfName } from '../../analysis/stats/halves.ts';
import { at, item } from '../../core/at.ts';

/** Bytes of losses that are remembered at most. */
const most = 24e6;

type Losses = Readings['losses'];

/** As `losses`, which is asked only for what is not known. @param limit bytes. */
export function knownLosses(losses: Losses, limit: number = most): Losses {
  /** Each [places], NaN where a loss is not known. */
  const known = new Map<string, Float32Array>();
  let size = 0;
  const forget = (key: string): Float32Array => {
    const own = known.get(key) ?? new Float32Array();
    known.delete(key);
    size -= own.byteLength;
    return own;
  };
  const keep = (key: string, { places }: HeldReading, found: Float32Array): void => {
    const before = forget(key);
    const all = new Float32Array(places.reduce((length, place) => Math.max(length, place + 1), before.length));
    all.fill(Number.NaN);
    all.set(before);
    places.forEach((place, index) => {
      all[place] = at(found, index);
    });
    size += all.byteLength;
    known.set(key, all);
    for (const oldest of known.keys()) {
      if (size <= limit) break;
      forget(oldest);
    }
  };
  return async (half, readings, onProgress) => {
    const keys = readings.map((reading) => keyOf(half, reading));
    const told = readings.map((reading, index) => from(known.get(item(keys, index)), reading));
    const open = [...told.keys()].filter((index) => told[index] === null);
    const read =
      open.length === 0
        ? []
        : await losses(
            half,
            open.map((index) => item(readings, index)),
            onProgress,
          );
    for (const [k, index] of open.entries()) {
      const found = item(read, k);
      told[index] = found;
      keep(item(keys, index), item(readings, index), found);
    }
    if (open.length === 0) onProgress?.(1);
    return told.map((each) => each ?? new Float32Array());
  };
}

/** @returns null unless all places are known. */
function from(known: Float32Array | undefined, { places }: HeldReading): Float32Array | null {
  const losses = Float32Array.from(places, (place) => known?.[place] ?? Number.NaN);
  return losses.some(Number.isNaN) ? null : losses;
}

/** What decides what is read, but for the places at which it is looked at. */
function keyOf(half: HalfName, { hold, segments }: HeldReading): string {
  const hash = createHash('sha256').update(JSON.stringify([half, segments, hold.map(({ neuron }) => neuron)]));
  for (const { values } of hold) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('base64');
}
