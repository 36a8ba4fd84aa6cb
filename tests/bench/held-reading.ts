/**
 * How near that which evidence takes most of its time for comes to the speed of one large product of matrices: reading with a
 * neuron held, in as many streams as the evidence reads side by side, and the decoder's losses at chosen tokens.
 */

import { openRunner, mostSequences as streams } from '../../runner/analysis/reading/runner.ts';
import { random } from '../../runner/core/random.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import { decoderWeight, parameterName } from '../../runner/nn/models/architecture.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { sizeOf, valueNamed } from '../../runner/nn/models/program.ts';
import { parametersOf } from '../../runner/nn/models/reading.ts';
import { matrixCeiling } from './products.ts';
import { median } from './table.ts';

/** Tokens of each stream. */
const length = 64;
const rounds = 5;

export interface HeldReading {
  /** The operations of their products a second, as a share of what one large product does. */
  shareOfCeiling: { reading: number; losses: number };
}

/** @param path a shipped LSTM of one layer. */
export async function heldReading(path: string): Promise<HeldReading> {
  const model = await loadCheckpoint(path);
  const { units, vocabulary } = model.architecture;
  if (typeof units !== 'number') throw new RangeError('bench: the held reading is of one layer');
  const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' });
  const source = random(3);
  const tokens = streams * length;
  const ids = Int32Array.from({ length: tokens }, () => source.below(vocabulary));
  const row = Float32Array.from({ length: units }, () => source.uniform() - 0.5);
  const runner = openRunner(engine, model);
  const sequences = Array.from({ length: streams }, (_, stream) => ({
    ids: ids.subarray(stream * length, (stream + 1) * length),
    patches: [{ layer: 1, component: 'hidden', neuron: stream % units, value: 0.5 }],
  }));
  const read = () => runner.run(sequences, { record: ['hidden.1'], wants: () => false });
  const decode = () =>
    runner.decode(
      'losses',
      tokens / 4,
      (t) => ({ row, next: t % vocabulary }),
      () => {},
    );
  const shapes = parametersOf(model.architecture);
  const products = (name: string) => 2 * sizeOf(valueNamed(shapes, name));
  try {
    const [reading, losses] = [await perSecond(read, tokens), await perSecond(decode, tokens / 4)];
    const ceiling = 1e9 * (await matrixCeiling());
    return {
      // What a token adds to the gates is looked up.
      shareOfCeiling: {
        reading: (reading * products(parameterName('weight_hh', 1))) / ceiling,
        losses: (losses * products(decoderWeight)) / ceiling,
      },
    };
  } finally {
    await runner.release();
  }
}

async function perSecond(work: () => Promise<unknown>, count: number): Promise<number> {
  await work();
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    speeds.push((1000 * count) / (performance.now() - began));
  }
  return median(speeds);
}
