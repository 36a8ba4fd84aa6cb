/** The log of a task. A disk that is full will stop the task itself, with a clear word; its log stops nothing. */
import { appendFileSync } from 'node:fs';

export function addToLog(path: string, text: string | Uint8Array): void {
  try {
    appendFileSync(path, text);
  } catch {
    // As above.
  }
}
