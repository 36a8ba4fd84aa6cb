/**
 * Tokens per second of reading with whole networks of usual sizes (random weights), every component recorded, beside the
 * bound that memory sets: each token goes through all weights once, and they fit no cache. The machine's bandwidth is measured
 * in turns with the reading. On a machine that does other work too, processor time is what to compare.
 */
import { type Bandwidth, openBandwidth } from './bandwidth.ts';
import { contestant, file } from './contestants.ts';
import { bytesPerToken, networks } from './networks.ts';
import type { Options, Outcome } from './outcome.ts';
import { median } from './table.ts';

/** About so many tokens a second and stream, to know how many make the seconds that are asked for. */
const guess = { 1: 20, 32: 2 } as const;

export async function bench({ cases: asked, rounds, seconds }: Options): Promise<Outcome> {
  const bandwidth = await openBandwidth();
  const rows = [];
  for (const [network, architecture] of Object.entries(networks)) {
    for (const streams of asked.length === 0 || asked.includes(network) ? ([1, 32] as const) : []) {
      const task = JSON.stringify({ network, streams });
      const worker = await contestant('ours', process.execPath, [file('reading-worker.ts'), task]);
      // Makes the session.
      const { megabytes } = await worker.run(2);
      const measured: { memory: Bandwidth; step: number; processor: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const memory = await bandwidth.measure();
        const { seconds: taken, processor } = await worker.run(Math.max(2, Math.round(seconds * guess[streams])));
        measured.push({ memory, step: median(taken), processor });
      }
      worker.end();
      const over = (value: (round: (typeof measured)[number]) => number) => median(measured.map(value));
      const bytes = bytesPerToken(architecture);
      const shares = {
        shareOfBound: over(({ memory, step }) => bytes / memory.perSecond / step),
        inProcessorTime: over(({ memory, processor }) => bytes / memory.perProcessorSecond / processor),
      };
      rows.push({
        ...{ network, streams, megabytes },
        tokensPerSecond: over(({ step }) => streams / step),
        processorMs: over(({ processor }) => (1000 * processor) / streams),
        gigabytesPerSecond: over(({ memory }) => memory.perSecond / 1e9),
        // Many streams share what is read of the weights, and are bound by arithmetic.
        ...(streams === 1 && shares),
      });
    }
  }
  await bandwidth.close();
  return { rows };
}
