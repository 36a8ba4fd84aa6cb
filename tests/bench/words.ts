/** The benchmark's `key=value` words. */

export interface Options {
  /** Cases to run; empty: all. */
  cases: string[];
  json: boolean;
  rounds: number;
  /** About how long each side runs in a round. */
  seconds: number;
  /** Another checkout, whose training is measured in turns with this one's. */
  beside: string | undefined;
  /** A file that keeps what was measured. */
  to: string | undefined;
  /** Small sizes only. */
  quick: boolean;
}

export function parseWords(words: readonly string[]): Options {
  const given = new Map(words.map((word) => word.split('=', 2) as [string, string]));
  const known = ['case', 'json', 'rounds', 'seconds', 'beside', 'to', 'quick'];
  const unknown = [...given.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw new RangeError(`bench: "${unknown}" is none of ${known.join(', ')}`);
  return {
    cases: given.get('case')?.split(',') ?? [],
    json: given.get('json') === 'true',
    rounds: Number(given.get('rounds') ?? 5),
    seconds: Number(given.get('seconds') ?? 2),
    beside: given.get('beside'),
    to: given.get('to'),
    quick: given.get('quick') === 'true',
  };
}
