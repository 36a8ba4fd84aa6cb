/** Reads with a whole network in a process of its own, whose memory is thereby the reading's. Answers with one JSON line. */

import { openRunner } from '../../runner/analysis/reading/runner.ts';
import { random } from '../../runner/core/random.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import { openBandwidth } from './bandwidth.ts';
import { bytesPerToken, networks, randomWeights } from './networks.ts';

const {
  network: name,
  streams,
  tokens,
  rounds,
} = JSON.parse(process.argv[2] ?? '') as {
  network: string;
  streams: number;
  /** Of each stream and round. */
  tokens: number;
  rounds: number;
};
const architecture = networks[name];
if (architecture === undefined) throw new RangeError(`bench: there is no network "${name}"`);
const runner = openRunner(await chooseEngine({ engine: 'onnx', device: 'cpu' }), {
  architecture,
  weights: randomWeights(architecture),
});
const source = random(3);
const read = (length: number) =>
  runner.read({
    ids: Int32Array.from({ length: streams * length }, () => source.below(architecture.vocabulary)),
    segments: Array.from({ length: streams }, (_, stream) => [stream * length, length] as const),
    sink: { write: async () => {} },
    streams,
  });
// Makes the session.
await read(2);
const megabytes = process.resourceUsage().maxRSS / 1024;
const bandwidth = await openBandwidth();
const measured = [];
for (let round = 0; round < rounds; round++) {
  const before = await bandwidth.measure();
  const used = process.cpuUsage();
  const began = performance.now();
  await read(tokens);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  measured.push({ seconds, processor: (user + system) / 1e6, bandwidth: before });
}
await bandwidth.close();
await runner.release();
process.stdout.write(`${JSON.stringify({ megabytes, bytesPerToken: bytesPerToken(architecture), measured })}\n`);
