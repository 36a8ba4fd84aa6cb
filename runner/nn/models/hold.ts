/** Neurons held at values, as a person writes them, and as the interventions that they are. Pure; knows no engine. */
import { InputError } from '../../core/errors.ts';
import { checkInterventions, checkValue, type Intervention } from './intervention.ts';
import { type Readable, readerOf } from './reading.ts';

/**
 * Neurons that are held while a model reads or writes, by the array that is recorded of them (layers from 1), then by their
 * number (from 0): `{ 'hidden.1': { 408: 0 } }`. What follows in the same step and after it is computed from the value.
 *
 * A value is in the component's own unit, after its nonlinearity: a hidden state lies between -1 and 1, a gate between 0
 * and 1, a cell state or preactivation has no limits. One number holds for all tokens; a list [tokens] gives each token its
 * own, the value after that token was read. Beyond what a component can reach by itself is allowed.
 */
export type Hold = Readonly<Record<string, Readonly<Record<number, number | ArrayLike<number>>>>>;

/**
 * @param tokens how many are read, or read and written.
 * @throws InputError naming the array or neuron that the network does not have, the value that is no finite number, or the
 * list that is not as long as the text.
 */
export function interventionsOf(hold: Hold, network: Readable, tokens: number): Intervention[] {
  const reader = readerOf(network);
  const known = reader.arrays.filter(({ onlyShown }) => onlyShown !== true);
  const interventions = entriesOf(hold, 'Hold').flatMap(([name, neurons]) => {
    const found = known.find((array) => array.name === name);
    if (found === undefined) {
      throw new InputError('no-neuron-to-change', {
        what: `There is no "${name}" to hold neurons of`,
        fix: `Choose one of ${known.map((array) => array.name).join(', ')}`,
      });
    }
    return entriesOf(neurons, name).map(([key, value]): Intervention => {
      const { component, layer } = found;
      return {
        component,
        layer,
        neuron: neuronOf(key, name),
        value: heldAt(value, tokens, `neuron ${key} of ${name}`),
      };
    });
  });
  checkInterventions(reader, interventions);
  return interventions;
}

function entriesOf(given: unknown, whose: string): [string, unknown][] {
  const isPlain = typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
  if (isPlain && !(given instanceof Map)) return Object.entries(given);
  throw new InputError('no-value-to-hold', { what: `${whose} is not a group of neurons with their values` });
}

/** A key of an object is text, whatever it was written as. */
function neuronOf(key: string, name: string): number {
  if (/^\d+$/.test(key)) return Number(key);
  throw new InputError('no-neuron-to-change', {
    what: `There is no neuron ${JSON.stringify(key)} of ${name} to hold`,
    fix: 'Neurons are whole numbers from 0',
  });
}

function heldAt(value: unknown, tokens: number, whose: string): Intervention['value'] {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    checkValue(value, whose);
    return value;
  }
  const values: unknown[] = Array.from(value as unknown as ArrayLike<unknown>);
  if (values.length !== tokens) {
    throw new InputError('no-value-to-hold', {
      what: `There are ${values.length} values for ${whose} and ${tokens} tokens`,
      fix: 'Give one number, or as many as there are tokens',
    });
  }
  const numbers = values.map((each, position) => {
    checkValue(each, `${whose} at token ${position}`);
    return each;
  });
  return (position) => numbers[position] ?? Number.NaN;
}
