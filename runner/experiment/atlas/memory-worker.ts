/** What a thread of `neuronMemories` does: it reads with networks that never learnt, one after the other. */
import { threadTask } from '../../core/pool.ts';
import { chooseEngine } from '../../nn/engines/engines.ts';
import { type MemoryTask, untrainedHalfLives } from './memory.ts';

const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' }, { threads: 1 });

export default threadTask<MemoryTask, number[][], null>((task, { tell, isStopped }) =>
  untrainedHalfLives(engine, task, async () => {
    if (isStopped()) throw new Error('asked to stop');
    tell(null);
  }),
);
