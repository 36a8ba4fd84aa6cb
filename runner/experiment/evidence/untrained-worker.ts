/** What a thread of `threadedNetworks` does: it reads the text with one untrained network. */
import { threadTask } from '../../core/pool.ts';
import { chooseEngine } from '../../engines/engines.ts';
import { type OneUntrained, readUntrained } from './untrained-networks.ts';

export interface NetworkTask {
  reading: Omit<OneUntrained, 'engine' | 'into' | 'onProgress' | 'pause'>;
  /** The number of the network. */
  network: number;
  /** Where its activations go. */
  into: Float32Array;
}

const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' }, { threads: 1 });

/** Tells how many tokens it has read more. */
export default threadTask<NetworkTask, void, number>(async ({ reading, network, into }, { tell, isStopped }) => {
  let before = 0;
  const onProgress = (tokens: number): void => {
    if (isStopped()) throw new Error('asked to stop');
    tell(tokens - before);
    before = tokens;
  };
  await readUntrained({ ...reading, engine, into, onProgress }, network);
});
