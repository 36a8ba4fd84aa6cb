/** A thread of `threadedNetworks`: reads the text with every so many-th untrained network, each when the last is taken. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { chooseEngine } from '../../engines/engines.ts';
import { readUntrained } from './untrained-networks.ts';
import type { NetworkMessage, NetworksWork } from './untrained-threads.ts';

const { task, networks, into, done } = workerData as NetworksWork;
const counter = new Int32Array(done);
const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' }, { threads: 1 });
const send = (message: NetworkMessage) => parentPort?.postMessage(message);

const isOver = () => Atomics.load(counter, 1) === 1;
class Over extends Error {}

async function read(network: number): Promise<void> {
  let before = 0;
  await readUntrained(
    {
      ...task,
      engine,
      into: new Float32Array(into),
      onProgress(tokens) {
        if (isOver()) throw new Over();
        Atomics.add(counter, 0, tokens - before);
        before = tokens;
        send('read on');
      },
    },
    network,
  );
}

try {
  for (const network of networks) {
    await read(network);
    send('read through');
    if (parentPort !== null && network !== networks.at(-1)) await once(parentPort, 'message');
    if (isOver()) break;
  }
} catch (error) {
  if (!(error instanceof Over)) throw error;
}
