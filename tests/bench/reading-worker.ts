/** Reads with a whole network in a process of its own, whose memory is thereby the reading's: a step is a token of each stream. */
import { openRunner } from '../../runner/analysis/reading/runner.ts';
import { random } from '../../runner/core/random.ts';
import { answer, engineOf } from './answer.ts';
import { randomWeights } from './cases.ts';
import { networks } from './networks.ts';

const { network, streams } = JSON.parse(process.argv[2] ?? '') as { network: string; streams: number };
const architecture = networks[network];
if (architecture === undefined) throw new RangeError(`bench: there is no network "${network}"`);
const runner = openRunner(await engineOf(), { architecture, weights: randomWeights(architecture, 0.04) });
const source = random(3);
await answer(async (tokens) => {
  const ids = Int32Array.from({ length: streams * tokens }, () => source.below(architecture.vocabulary));
  const segments = Array.from({ length: streams }, (_, stream) => [stream * tokens, tokens] as const);
  const began = performance.now();
  await runner.read({ ids, segments, sink: { write: async () => {} }, streams });
  const each = (performance.now() - began) / 1000 / tokens;
  return Array.from({ length: tokens }, () => each);
});
await runner.release();
