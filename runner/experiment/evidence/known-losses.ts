/**
 * Losses that were read once are not read again: of a claim the flip, what goes with it, where it falls and the neurons alike ask
 * for the same neuron held at the same values, at the same tokens or at some of them. Remembers in memory, the last ones.
 */
import { createHash } from 'node:crypto';
import { at, item } from '../../core/at.ts';
import type { HeldReading, Readings } from '../../ladder/readings.ts';
import type { HalfName } from '../../stats/halves.ts';

/** Losses that are remembered at most: some 24 MB with their places. */
const most = 2_000_000;

type Losses = Readings['losses'];

/** As `losses`, which is asked only for what is not known. */
export function knownLosses(losses: Losses, limit: number = most): Losses {
  const known = new Map<string, Map<number, number>>();
  let size = 0;
  const keep = (key: string, { places }: HeldReading, found: Float32Array): void => {
    const before = known.get(key);
    known.delete(key);
    const all = before ?? new Map<number, number>();
    size -= all.size;
    places.forEach((place, index) => {
      all.set(place, at(found, index));
    });
    size += all.size;
    known.set(key, all);
    for (const [oldest, { size: own }] of known) {
      if (size <= limit) break;
      known.delete(oldest);
      size -= own;
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
function from(known: ReadonlyMap<number, number> | undefined, { places }: HeldReading): Float32Array | null {
  if (known === undefined) return null;
  const losses = new Float32Array(places.length);
  for (const [index, place] of places.entries()) {
    const loss = known.get(place);
    if (loss === undefined) return null;
    losses[index] = loss;
  }
  return losses;
}

/** What decides what is read, but for the places at which it is looked at. */
function keyOf(half: HalfName, { hold, segments }: HeldReading): string {
  const hash = createHash('sha256').update(JSON.stringify([half, segments, hold.map(({ neuron }) => neuron)]));
  for (const { values } of hold) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('base64');
}
