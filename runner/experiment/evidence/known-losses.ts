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
  /** Each [places], NaN where a loss is not known; what was read last stands last. */
  const known = new Map<string, Float32Array>();
  let size = 0;
  const keep = (key: string, { places }: HeldReading, found: Float32Array): void => {
    const before = known.get(key) ?? new Float32Array();
    const all = new Float32Array(places.reduce((length, place) => Math.max(length, place + 1), before.length));
    all.fill(Number.NaN);
    all.set(before);
    places.forEach((place, index) => {
      all[place] = at(found, index);
    });
    size += all.byteLength - before.byteLength;
    known.delete(key);
    known.set(key, all);
    for (const [oldest, { byteLength }] of known) {
      if (size <= limit) break;
      known.delete(oldest);
      size -= byteLength;
    }
  };
  return async (half, readings, onProgress) => {
    const asked = readings.map((reading) => {
      const key = keyOf(half, reading);
      return { reading, key, told: from(known.get(key), reading) };
    });
    const open = asked.filter(({ told }) => told === null);
    if (open.length === 0) onProgress?.(1);
    const all = open.map(({ reading }) => reading);
    const read = open.length === 0 ? [] : await losses(half, all, onProgress);
    for (const [index, { key, reading }] of open.entries()) keep(key, reading, item(read, index));
    let next = 0;
    return asked.map(({ told }) => told ?? item(read, next++));
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
