/** What a run's `.lock` holds: who works there, and a count that goes on as long as they do. Pure. */

/** Milliseconds between two counts. */
export const heartbeat = 2000;

export interface Owner {
  process: number;
  host: string;
  /** A random number that no two locks share. */
  since: number;
}

const digits = 10;

/** Always of one length for one owner, so that it can be written over in place and never stands half-written. */
export const ownerText = (owner: Owner, count: number): string =>
  `${JSON.stringify({ ...owner, count: String(count % 10 ** digits).padStart(digits, '0') })}\n`;

/** Null when the text is no lock: one that was cut off by a crash, which holds nobody back. */
export function ownerOf(text: string): Owner | null {
  try {
    const { process, host, since } = JSON.parse(text) as Partial<Owner>;
    return isPid(process) && typeof host === 'string' && typeof since === 'number' ? { process, host, since } : null;
  } catch {
    return null;
  }
}

const isPid = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
