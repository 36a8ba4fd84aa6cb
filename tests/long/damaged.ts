/** Damage to a file as disks, networks and editors do it. Pure. */
import type { Random } from '../../runner/core/random.ts';

/** One to eight bytes changed, a number made huge, a piece cut out, doubled or zeroed, or the end cut off. */
export function damaged(bytes: Uint8Array, { below, bits }: Random): Uint8Array {
  // A Buffer's slice would share its memory.
  const result = Uint8Array.from(bytes);
  const at = below(bytes.length);
  const length = 1 + below(Math.min(64, bytes.length - at));
  switch (below(6)) {
    case 0:
      for (let i = 0; i <= below(8); i++) result[below(result.length)] = bits() & 255;
      return result;
    case 1:
      return result.fill(255, at, at + 1 + below(8));
    case 2:
      return Uint8Array.from([...result.subarray(0, at), ...result.subarray(at + length)]);
    case 3:
      return Uint8Array.from([...result.subarray(0, at + length), ...result.subarray(at)]);
    case 4:
      return result.fill(0, at, at + length);
    default:
      return result.slice(0, at);
  }
}

export const oneOf = <T>(items: readonly [T, ...T[]], draw: Random): T => items[draw.below(items.length)] ?? items[0];
