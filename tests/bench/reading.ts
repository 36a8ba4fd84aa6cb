/**
 * Tokens per second of reading with whole networks of usual sizes (random weights), every component recorded, beside the
 * bound that memory sets: each token goes through all weights once, and they fit no cache. The machine's bandwidth is measured
 * in the same process, in turns with the reading. On a machine that does other work too, processor time is what to compare.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bandwidth } from './bandwidth.ts';
import { file } from './contestants.ts';
import { networks } from './networks.ts';
import type { Outcome } from './outcome.ts';
import { median } from './table.ts';
import type { Options } from './words.ts';

const execute = promisify(execFile);

interface Answer {
  /** The most that the process had in memory when its session stood and the first tokens were read. */
  megabytes: number;
  bytesPerToken: number;
  /** [rounds] */
  measured: { seconds: number; processor: number; bandwidth: Bandwidth }[];
}

/** About so many tokens a second and stream, to know how many make the seconds that are asked for. */
const guess = { 1: 20, 32: 2 } as const;

export async function bench({ cases: asked, rounds, seconds }: Options): Promise<Outcome> {
  const rows = [];
  for (const network of Object.keys(networks).filter((name) => asked.length === 0 || asked.includes(name))) {
    for (const streams of [1, 32] as const) {
      const tokens = Math.max(2, Math.round(seconds * guess[streams]));
      const task = JSON.stringify({ network, streams, tokens, rounds });
      const { stdout } = await execute(process.execPath, [file('reading-worker.ts'), task]);
      const { megabytes, bytesPerToken, measured } = JSON.parse(stdout) as Answer;
      const over = (value: (round: Answer['measured'][number]) => number) => median(measured.map(value));
      const shares = {
        shareOfBound: over((round) => (bytesPerToken * tokens) / round.bandwidth.perSecond / round.seconds),
        inProcessorTime: over(
          (round) => (bytesPerToken * tokens) / round.bandwidth.perProcessorSecond / round.processor,
        ),
      };
      rows.push({
        ...{ network, streams },
        tokensPerSecond: over((round) => (streams * tokens) / round.seconds),
        processorMs: over((round) => (1000 * round.processor) / (streams * tokens)),
        gigabytesPerSecond: over((round) => round.bandwidth.perSecond / 1e9),
        // Many streams share what is read of the weights, and are bound by arithmetic.
        ...(streams === 1 && shares),
        megabytes,
      });
    }
  }
  return { rows };
}
