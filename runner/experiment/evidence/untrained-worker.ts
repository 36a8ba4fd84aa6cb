/** What a thread of `untrainedNetworks` does: it reads the text with one of them. */
import { type NeuronsTask, observeNeurons } from '../../analysis/reading/observe.ts';
import { threadTask } from '../../core/pool.ts';
import { chooseEngine } from '../../nn/engines/engines.ts';
import { type Unlearnt, untrainedNetwork } from './untrained-networks.ts';

export interface NetworkTask {
  reading: Omit<NeuronsTask, 'engine' | 'checkpoint' | 'into' | 'onProgress' | 'pause'>;
  unlearnt: Unlearnt;
  network: number;
  into: Float32Array;
}

const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' }, { threads: 1 });

export default threadTask<NetworkTask, void, number>(
  async ({ reading, unlearnt, network, into }, { tell, isStopped }) => {
    const onProgress = (tokens: number): void => {
      if (isStopped()) throw new Error('asked to stop');
      tell(tokens);
    };
    await observeNeurons({ ...reading, engine, checkpoint: untrainedNetwork(unlearnt, network), into, onProgress });
  },
);
