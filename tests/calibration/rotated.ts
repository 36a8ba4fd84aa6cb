/**
 * A network wired by hand in which no neuron stands for anything: it remembers whether the text is inside quotation marks,
 * along with much else, each in a direction of its own that goes through all neurons. Pure.
 *
 * An LSTM whose gates always stand open, or shut, is a layer of tanh units; near zero it is linear, and what is remembered can
 * be written on any axes: c = Q s, where each s_k keeps a share of what it was and adds what the token says.
 */
import { at, item } from '../../runner/core/at.ts';
import { type Random, random } from '../../runner/core/random.ts';
import { type Architecture, decoderBias, decoderWeight, layerParameters } from '../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { closing, endsWord, logits, opening, vocabulary } from './quotation-language.ts';

/** A preactivation that opens a gate, or shuts it. */
const wide = 12;
/** Of what is remembered, in the cell state: small, so that tanh is a straight line. */
const size = 0.025;
/** How much each of the others varies, beside the two that count: so much that no neuron tells these well. */
const besides = 2;

/** What is remembered: the share that is kept, and what each token adds, [vocabulary]. */
interface Direction {
  keeps: number;
  adds: Float64Array;
}

export function rotatedCheckpoint(seed: number, units = 48): Checkpoint {
  const source = random(seed, 0x726f74);
  const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length };
  const weights = initialWeights(architecture, 'glorot', seed);
  const dataOf = (name: string): Float32Array => valueNamed(weights, name).data;
  const { inputWeight, recurrentWeight, inputBias } = layerParameters(1);
  const [input, recurrent, bias, decoder] = [inputWeight, recurrentWeight, inputBias, decoderWeight].map(dataOf);
  if (!(input && recurrent && bias && decoder)) throw new Error('rotated: a parameter is missing');
  for (const values of [input, recurrent, decoder]) values.fill(0);
  // Input, forget and output gate; the cell state is the candidate's alone.
  for (const [block, value] of [wide, -wide, 0, wide].entries()) bias.fill(value, block * units, (block + 1) * units);

  const directions = directionsOf(units, source);
  const axes = orthogonalAxes(units, source);
  const add = (values: Float32Array, index: number, amount: number) => {
    values[index] = at(values, index) + amount;
  };
  for (let neuron = 0; neuron < units; neuron++) {
    const row = 2 * units + neuron;
    directions.forEach(({ keeps, adds }, k) => {
      const axis = item(axes, k);
      const share = at(axis, neuron);
      for (const [id, amount] of adds.entries()) add(input, row * adds.length + id, size * share * amount);
      for (const [from, other] of axis.entries()) add(recurrent, row * units + from, keeps * share * other);
    });
    logits.forEach(({ inside, afterWord }, id) => {
      // Being inside is 2 where it is outside 0, so that the bias takes 1 away; after a word is 1 or -1.
      decoder[id * units + neuron] =
        (inside * at(item(axes, 0), neuron) + afterWord * at(item(axes, 1), neuron)) / size;
    });
  }
  logits.forEach(({ level, inside }, id) => {
    dataOf(decoderBias)[id] = level - inside;
  });
  return { architecture, unit: 'word', vocabulary: [...vocabulary], weights };
}

/** Being inside, kept for good; whether a word has ended, told anew at each token; and others that mean nothing. */
function directionsOf(units: number, { uniform, normal }: Random): Direction[] {
  const by = (value: (token: string) => number) => Float64Array.from(vocabulary, value);
  return [
    { keeps: 1, adds: by((token) => (token === opening ? 2 : token === closing ? -2 : 0)) },
    { keeps: 0, adds: by((token) => (endsWord(token) ? 1 : -1)) },
    ...Array.from({ length: units - 2 }, () => {
      const keeps = 0.9 * uniform();
      return { keeps, adds: by(() => besides * normal() * Math.sqrt(1 - keeps ** 2)) };
    }),
  ];
}

/** As many as there are dimensions, each of length 1, drawn at random (Gram and Schmidt). @returns [size] each [size]. */
export function orthogonalAxes(size: number, { normal }: Random): Float64Array[] {
  const axes: Float64Array[] = [];
  while (axes.length < size) {
    const axis = Float64Array.from({ length: size }, normal);
    for (const other of axes) {
      const along = other.reduce((sum, value, i) => sum + value * at(axis, i), 0);
      axis.set(axis.map((value, i) => value - along * at(other, i)));
    }
    const length = Math.sqrt(axis.reduce((sum, value) => sum + value ** 2, 0));
    axes.push(axis.map((value) => value / length));
  }
  return axes;
}
