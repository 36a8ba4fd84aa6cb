/**
 * A window of tokens gives what the tokens give one by one. Its derivatives by all parameters are theirs, and what the loss changes
 * by along a drawn direction.
 */
import { expect, it } from 'vitest';
import { at } from '../../../../../runner/core/at.ts';
import { random } from '../../../../../runner/core/random.ts';
import { wholeNetworkAt } from '../../../../../runner/io/exchange/whole-networks.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { differentiate } from '../../../../../runner/nn/models/differentiate.ts';
import type { Operations } from '../../../../../runner/nn/models/operations.ts';
import { mapValues, type Values, valueNamed } from '../../../../../runner/nn/models/program.ts';
import { firstState, parametersOf, readerOf, stateShapes } from '../../../../../runner/nn/models/reading.ts';
import { distance, families, modern } from './reference-networks.ts';

const [steps, streams] = [5, 2];
const array = (shape: readonly number[], data: ArrayLike<number>): Array64 => ({
  shape,
  data: Float64Array.from(data),
});
const ids = Float64Array.from({ length: steps * streams }, (_, i) => (7 * i + 3) % 50);

it.each(families)('%s', async (file) => {
  const network = await wholeNetworkAt(modern(file));
  if (network === null) throw new Error('it was not read');
  const { architecture, weights } = network;
  const reader = readerOf(architecture);
  const parameters = parametersOf(architecture);
  const first = firstState(architecture, streams);
  const values = {
    ...mapValues(parameters, (shape, name) => array(shape, valueNamed(weights, name).data)),
    ...mapValues(stateShapes(architecture, streams), (shape, name) => array(shape, valueNamed(first, name))),
    tokens: array([steps * streams], ids),
    targets: array([steps * streams], ids.toReversed()),
  };
  type Read = <T>(ops: Operations<T>, values: Values<T>) => { rows: T; after: Record<string, T> };
  const atOnce: Read = (ops, given) =>
    reader.window(ops, given, { tokens: valueNamed(given, 'tokens'), steps, streams });
  const oneByOne: Read = (ops, given) => {
    const rows: (typeof given)[string][] = [];
    let after: Values<(typeof rows)[number]> = {};
    for (let t = 0; t < steps; t++) {
      const tokens = ops.slice(valueNamed(given, 'tokens'), 0, t * streams, (t + 1) * streams);
      const tap = (component: string, layer: number, value: typeof tokens) => {
        if (`${component}.${layer}` === reader.decoderReads) rows.push(value);
        return value;
      };
      after = reader.step(ops, { ...given, ...after }, { tokens, streams, tap });
    }
    return { rows: ops.concat(rows, 0), after };
  };
  const computed = (read: Read, by = Object.keys(parameters), given: Values<Array64> = values) =>
    differentiate(referenceOperations, given, by, (ops, given) => {
      const { rows, after } = read(ops, given);
      const { loss } = ops.softmaxCrossEntropy(reader.decode(ops, given, rows), valueNamed(given, 'targets'));
      return { ...after, loss: ops.reduceSum(loss) };
    });
  const [window, tokens] = [computed(atOnce), computed(oneByOne)];
  for (const part of ['results', 'gradients'] as const)
    for (const [name, expected] of Object.entries(tokens[part]))
      expect(distance(valueNamed<Array64>(window[part], name).data, expected), name).toBeLessThan(1e-12);

  const { uniform } = random(3);
  for (const [name, gradient] of Object.entries(window.gradients)) {
    const { shape, data } = valueNamed<Array64>(values, name);
    const along = data.map(() => (uniform() - 0.5) / Math.sqrt(data.length));
    const lossAt = (far: number): number => {
      const moved = data.map((value, i) => value + far * at(along, i));
      return at(computed(atOnce, [], { ...values, [name]: array(shape, moved) }).results.loss?.data ?? [], 0);
    };
    const slope = gradient.data.reduce((sum, value, i) => sum + value * at(along, i), 0);
    expect((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5, name).toBeCloseTo(slope, 6);
  }
});
