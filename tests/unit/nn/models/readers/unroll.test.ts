/**
 * A window of tokens gives at once what is read token by token, with the same derivatives by all parameters, and they are what the
 * loss changes by along a drawn direction of all. What both compute is that of a second program: families.test.ts, library/gradient.test.ts.
 */
import { expect, it } from 'vitest';
import { at } from '../../../../../runner/core/at.ts';
import { random } from '../../../../../runner/core/random.ts';
import { type Array64, referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { differentiate } from '../../../../../runner/nn/models/differentiate.ts';
import type { Operations } from '../../../../../runner/nn/models/operations.ts';
import { mapValues, type Values, valueNamed } from '../../../../../runner/nn/models/program.ts';
import { firstState, parametersOf, readerOf, stateShapes } from '../../../../../runner/nn/models/reading.ts';
import { deviation, families, networkAt } from './reference-networks.ts';

const array = (shape: readonly number[], data: ArrayLike<number>): Array64 => ({
  shape,
  data: Float64Array.from(data),
});
/** The second reads the text from its end. */
const streams = 2;
const steps = 15;
const ids = [7, 3, 51, 20, 20, 9, 14, 66, 2, 31, 5, 8, 7, 40, 3, 20];

it.each(families)('%s', async (file) => {
  const { architecture, weights } = await networkAt(file);
  const reader = readerOf(architecture);
  const parameters = parametersOf(architecture);
  const first = firstState(architecture, streams);
  const rows = (from: number) => ids.slice(from, from + steps);
  const both = (from: number) => rows(from).flatMap((id, t, all) => [id, all.at(-1 - t) ?? id]);
  const values = {
    ...mapValues(parameters, (shape, name) => array(shape, valueNamed(weights, name).data)),
    ...mapValues(stateShapes(architecture, streams), (shape, name) => array(shape, valueNamed(first, name))),
    tokens: array([steps * streams], both(0)),
    targets: array([steps * streams], both(1)),
  };
  type Read = <T>(ops: Operations<T>, values: Values<T>) => { rows: T; after: Record<string, T> };
  const atOnce: Read = (ops, given) =>
    reader.window(ops, given, { tokens: valueNamed(given, 'tokens'), steps, streams });
  const oneByOne: Read = (ops, given) => {
    const read: (typeof given)[string][] = [];
    let after: Values<(typeof read)[number]> = {};
    for (let t = 0; t < steps; t++) {
      const tokens = ops.slice(valueNamed(given, 'tokens'), 0, t * streams, (t + 1) * streams);
      const hook = (name: string, layer: number, value: (typeof read)[number]) => {
        if (`${name}.${layer}` === reader.decoderReads) read.push(value);
        return value;
      };
      after = reader.step(ops, { ...given, ...after }, { tokens, streams, hook });
    }
    return { rows: ops.concat(read, 0), after };
  };
  const loss =
    (read: Read): (<T>(ops: Operations<T>, all: Values<T>) => Record<string, T> & { loss: T }) =>
    (ops, all) => {
      const { rows, after } = read(ops, all);
      const ofTokens = ops.softmaxCrossEntropy(reader.decode(ops, all, rows), valueNamed(all, 'targets')).loss;
      return { ...after, loss: ops.reduceSum(ofTokens) };
    };
  const window = differentiate(referenceOperations, values, Object.keys(parameters), loss(atOnce));
  const tokens = differentiate(referenceOperations, values, Object.keys(parameters), loss(oneByOne));
  for (const what of ['results', 'gradients'] as const)
    for (const [name, each] of Object.entries(tokens[what]))
      expect(deviation(valueNamed<Array64>(window[what], name).data, each), name).toBeLessThan(1e-11);

  const { uniform } = random(3);
  const along = mapValues(window.gradients, ({ data }) => data.map(() => (uniform() - 0.5) / Math.sqrt(data.length)));
  const lossAt = (far: number): number => {
    const moved = mapValues(along, (by, name) => {
      const { shape, data } = valueNamed<Array64>(values, name);
      return { shape, data: data.map((value, i) => value + far * at(by, i)) };
    });
    return at(loss(atOnce)(referenceOperations, { ...values, ...moved }).loss.data, 0);
  };
  let slope = 0;
  for (const [name, by] of Object.entries(along))
    slope = valueNamed(window.gradients, name).data.reduce((sum, each, i) => sum + each * at(by, i), slope);
  expect((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5).toBeCloseTo(slope, 5);
});
