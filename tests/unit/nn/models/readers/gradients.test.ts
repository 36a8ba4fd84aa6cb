/** The derivatives of the loss by a component of every family, by the rules of the operations, against a second program's. */
import { expect, it } from 'vitest';
import { wholeNetworkAt } from '../../../../../runner/io/exchange/whole-networks.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { differentiate } from '../../../../../runner/nn/models/differentiate.ts';
import { valueNamed } from '../../../../../runner/nn/models/program.ts';
import { firstState, readerOf, stateShapes } from '../../../../../runner/nn/models/reading.ts';
import { distance, expectedIn, families, modern } from './reference-networks.ts';

const array = (shape: readonly number[], data: ArrayLike<number>): Array64 => ({
  shape,
  data: Float64Array.from(data),
});

it.each(families)('%s', async (file, folder, component) => {
  const network = await wholeNetworkAt(modern(file));
  if (network === null) throw new Error('it was not read');
  const { architecture, weights } = network;
  const reader = readerOf(architecture);
  const { tokens, [`gradient.${component}.1`]: expected } = await expectedIn(`${folder}/expected.npz`);
  const ids = [...(tokens?.data ?? [])];
  const width = reader.widthOf(`${component}.1`);
  const first = firstState(architecture, 1);
  const shapes = stateShapes(architecture, 1);
  const given = {
    ...Object.fromEntries(Object.entries(weights).map(([name, { shape, data }]) => [name, array(shape, data)])),
    ...Object.fromEntries(Object.entries(first).map(([name, data]) => [name, array(shapes[name] ?? [], data)])),
    ...Object.fromEntries(ids.map((id, t) => [`token ${t}`, array([1], [id])])),
    // Added to the component at each token: the derivative by it is that by the component.
    added: array([ids.length, width], new Float64Array(ids.length * width)),
  };
  const { gradients } = differentiate(referenceOperations, given, ['added'], (ops, values) => {
    const losses: (typeof values)[string][] = [];
    let carried = Object.fromEntries(Object.keys(first).map((name) => [name, valueNamed(values, name)]));
    for (let t = 0; t + 1 < ids.length; t++) {
      let read: (typeof values)[string] | null = null;
      const all = { ...values, ...carried };
      carried = reader.step(ops, all, {
        tokens: valueNamed(values, `token ${t}`),
        streams: 1,
        tap(name, layer, value) {
          if (`${name}.${layer}` === reader.decoderReads) read = value;
          if (name !== component || layer !== 1) return value;
          return ops.add(value, ops.slice(valueNamed(values, 'added'), 0, t, t + 1));
        },
      });
      if (read === null) throw new Error('the decoder has nothing to read');
      const logits = reader.decode(ops, all, read);
      losses.push(ops.softmaxCrossEntropy(logits, valueNamed(values, `token ${t + 1}`)).loss);
    }
    return { loss: ops.reduceSum(ops.concat(losses, 0)) };
  });
  const gradient = valueNamed(gradients, 'added');
  expect(gradient.data).toHaveLength(expected?.data.length ?? -1);
  expect(distance(gradient.data, expected ?? { shape: [], data: new Float32Array() })).toBeLessThan(1e-5);
});
