/** A model as a file that other programs read: ONNX, or safetensors with PyTorch's names and layouts. Pure. */

import { InputError } from '../../core/errors.ts';
import { Graph } from '../../nn/engines/onnx/graph.ts';
import { onnxOperations } from '../../nn/engines/onnx/operations.ts';
import { unitsOfArray } from '../../nn/models/architecture.ts';
import { componentName } from '../../nn/models/cells/cell.ts';
import { cells } from '../../nn/models/cells/cells.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import { networkForward } from '../../nn/models/network.ts';
import { valueNamed } from '../../nn/models/program.ts';
import { parameterCountOf, parametersOf, stateShapes } from '../../nn/models/reading.ts';
import type { Value } from '../formats/onnx/value.ts';
import { encodeSafetensors } from '../formats/safetensors/file.ts';

/** Single precision; the metadata says PyTorch's `pt`, and holds the vocabulary. */
export const encodeForPytorch = (checkpoint: Checkpoint): Uint8Array =>
  encodeSafetensors(checkpoint.weights, 'F32', { format: 'pt', ...exportMetadata(checkpoint) });

/** Python that loads the file; null for a model that PyTorch's layers do not compute. */
export function pytorchLines({ architecture }: Checkpoint, file: string): string[] | null {
  const { cell, layers, units, embedding, vocabulary, recurrentActivation = 'sigmoid', projection } = architecture;
  const { pytorch, pytorchArguments } = cells[cell];
  const isPlain = recurrentActivation === 'sigmoid' && typeof units === 'number' && architecture.residual === undefined;
  // PyTorch projects its LSTM alone.
  if (pytorch === null || !isPlain || (projection !== undefined && pytorch !== 'LSTM')) return null;
  const more = [pytorchArguments, projection && `proj_size=${projection}`].filter(Boolean);
  const parts = [
    ...(embedding > 0 ? [`'embedding': nn.Embedding(${vocabulary}, ${embedding})`] : []),
    `'rnn': nn.${pytorch}(${[embedding || vocabulary, units, layers, ...more].join(', ')})`,
    `'decoder': nn.Linear(${projection ?? units}, ${vocabulary})`,
  ];
  return [
    'from torch import nn; from safetensors.torch import load_file',
    `model = nn.ModuleDict({${parts.join(', ')}})`,
    `model.load_state_dict(load_file(${JSON.stringify(file)}))`,
  ];
}

/**
 * What an exported file says of its model beside the weights, as text: everything that is in our own model.json.
 * `vocabulary` is a JSON list of tokens in the order of their ids.
 */
export function exportMetadata(checkpoint: Checkpoint): Record<string, string> {
  const { architecture, unit, tokens, direction, vocabulary } = checkpoint;
  const { cell, layers, units, embedding, recurrentActivation = 'sigmoid', projection, residual } = architecture;
  const network = { cell, layers, units, embedding, recurrentActivation, projection, residual };
  const facts = { ...network, unit, tokens, direction, vocabulary: JSON.stringify(vocabulary) };
  const told = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told.map(([name, value]) => [name, `${value}`]));
}

/** Protocol Buffers end at 2 GiB. */
const largestModel = 2 ** 31 - 1;

export const stateBefore = (name: string): string => `${name}.before`;

/**
 * A model that any ONNX Runtime runs: one step over one token of any number of streams.
 *
 * Inputs: `token` int64 [streams], and each layer's state before it, `hidden.1.before` [streams, units] (for an
 * lstm `cell.1.before` too, and so on for each state of the cell), zeros at the start of a text.
 * Outputs: every component of every layer [streams, units] by the names that recordings have (`output.1`, `hidden.1`, ...),
 * of which the states are the next step's; `logits` and `probability` of the next token [streams, vocabulary].
 *
 * @throws InputError when the weights do not fit into one ONNX file.
 */
export function encodeOnnx(checkpoint: Checkpoint): Uint8Array {
  const { architecture, weights } = checkpoint;
  const { vocabulary } = architecture;
  const bytes = 4 * parameterCountOf(architecture);
  if (bytes > largestModel) {
    throw new InputError('model-too-large-for-onnx', {
      what: `The model's ${bytes} bytes of weights do not fit into one ONNX file`,
      why: `It holds at most ${largestModel}`,
    });
  }
  const graph = new Graph('step');
  const input = (name: string, units: number): Value => ({
    name: graph.input(name, 'float32', ['streams', units]),
    shape: [1, units],
  });
  const token: Value = { name: graph.input('token', 'int64', ['streams']), shape: [1] };
  const states = Object.keys(stateShapes(architecture, 1)).map((name): [string, Value] => [
    name,
    input(stateBefore(name), unitsOfArray(architecture, name)),
  ]);
  const values = Object.fromEntries(
    Object.entries(parametersOf(architecture)).map(([name, shape]): [string, Value] => [
      name,
      { name: graph.initializer(name, 'float32', shape, valueNamed(weights, name).data), shape },
    ]),
  );
  // One stream stands for any number of them: no operation of a step depends on how many there are.
  const operations = onnxOperations(graph);
  const output = (name: string, value: Value, length: number) => {
    graph.alias(name, value.name);
    graph.output(name, 'float32', ['streams', length]);
  };
  const hook = (component: string, layer: number, value: Value) => {
    const array = componentName(component, layer);
    // Of no layer are the vectors of tokens, weights that the file has.
    if (layer > 0) output(array, value, unitsOfArray(architecture, array));
    return value;
  };
  const before = Object.fromEntries(states);
  const step = { tokens: token, steps: 1, batch: 1, hook };
  const { logits } = networkForward(operations, architecture, { ...values, ...before }, step);
  output('probability', operations.softmax(logits), vocabulary);
  output('logits', logits, vocabulary);
  return graph.model(exportMetadata(checkpoint));
}
