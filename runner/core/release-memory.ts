/** Memory that nobody needs any more, let go at once: of numbers the garbage collector sees only how small their handles are. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Numbers that nobody reads any more. Memory that threads share stays. */
export function free({ buffer }: Float32Array | Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/**
 * Collects what nobody holds any more, before work that takes much memory: what threads share counts for nothing with V8, so that hundreds
 * of megabytes of it are no reason to look. It takes some 50 ms.
 */
export async function collectGarbage(): Promise<void> {
  // What a weak reference has given is held until then.
  await setImmediate();
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
