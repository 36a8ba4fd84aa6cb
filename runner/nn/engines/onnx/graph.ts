/**
 * Builds an ONNX graph: nodes, initializers, inputs and outputs, as a model file's bytes (opset 18).
 * Field numbers are those of onnx.proto3 (github.com/onnx/onnx). Imports only the protobuf writer.
 */

import { ProtobufMessage } from '../../../io/formats/onnx/protobuf.ts';
import type { Value } from '../../../io/formats/onnx/value.ts';
import type { Shape, Shaped } from '../../models/operations.ts';

const opset = 18;
const irVersion = 9;

/** ONNX's numbers of element types. */
export const elementType = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementType;

/** A graph stands for the body of a loop. */
export type Attribute = number | string | readonly number[] | { float: number } | Graph;

/** Lengths of the axes of what goes in and out; a word stands for a length that is known only when the model runs. */
export type OpenShape = readonly (number | string)[];

function valueInfo(name: string, type: ElementType, shape: OpenShape | null): ProtobufMessage {
  const tensor = new ProtobufMessage().int(1, elementType[type]);
  if (shape !== null) {
    const dimensions = new ProtobufMessage();
    for (const length of shape) {
      dimensions.message(
        1,
        typeof length === 'number' ? new ProtobufMessage().int(1, length) : new ProtobufMessage().string(2, length),
      );
    }
    tensor.message(2, dimensions);
  }
  return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensor));
}

function attribute(name: string, value: Attribute): ProtobufMessage {
  const kind = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;
  const message = new ProtobufMessage().string(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, kind.int);
  if (typeof value === 'string') return message.string(4, value).int(20, kind.string);
  if (value instanceof Graph) return message.message(6, value.message()).int(20, kind.graph);
  if ('float' in value) return message.float(2, value.float).int(20, kind.float);
  for (const item of value) message.int(8, item);
  return message.int(20, kind.ints);
}

interface Node {
  type: string;
  inputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
  outputs: readonly string[];
}

export class Graph {
  readonly #nodes: Node[] = [];
  /** Values of nodes that go by a fixed name. */
  readonly #renamed = new Map<string, string>();
  readonly #initializers: ProtobufMessage[] = [];
  readonly #inputs: ProtobufMessage[] = [];
  readonly #outputs: ProtobufMessage[] = [];
  readonly #constants = new Map<string, string>();
  #count = 0;

  readonly name: string;
  /** Stands before the names of a loop's body, to keep them apart from those around it. */
  readonly prefix: string;

  constructor(name: string, prefix = '') {
    this.name = name;
    this.prefix = prefix;
  }

  /** A null shape stands for any. */
  input(name: string, type: ElementType, shape: OpenShape | null): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** A null shape stands for any. */
  output(name: string, type: ElementType, shape: OpenShape | null): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** An output that is a list of tensors, and empty. */
  emptyList(name: string): void {
    this.named('SequenceEmpty', [], {}, [name]);
    const tensor = new ProtobufMessage().message(1, new ProtobufMessage().int(1, elementType.float32));
    const list = new ProtobufMessage().message(4, new ProtobufMessage().message(1, tensor));
    this.#outputs.push(new ProtobufMessage().string(1, name).message(2, list));
  }

  initializer(name: string, type: ElementType, shape: Shape, data: ArrayBufferView): string {
    const tensor = new ProtobufMessage();
    for (const length of shape) tensor.int(1, length);
    tensor.int(2, elementType[type]).string(8, name);
    tensor.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.#initializers.push(tensor);
    return name;
  }

  /** A constant float scalar; equal ones are shared. */
  scalar(value: number): Value {
    return this.#shared(`scalar ${value}`, 'float32', [], Float32Array.of(value));
  }

  /** A constant vector of int64, as shapes and axes are given; equal ones are shared. */
  integers(values: readonly number[]): Value {
    return this.#shared(`integers ${values}`, 'int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** The constant vector of int32 0, 1, ..., length - 1; equal ones are shared. */
  range(length: number): Value {
    return this.#shared(
      `range ${length}`,
      'int32',
      [length],
      Int32Array.from({ length }, (_, index) => index),
    );
  }

  #shared(key: string, type: ElementType, shape: Shape, data: ArrayBufferView): Value {
    const known = this.#constants.get(key);
    const name = known ?? this.initializer(`${this.prefix}constant${this.#constants.size}`, type, shape, data);
    this.#constants.set(key, name);
    return { name, shape };
  }

  /** Adds a node with `outputs` results and returns their names. */
  nodes(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    const names = Array.from({ length: outputs }, () => `${this.prefix}value${this.#count++}`);
    this.named(type, inputs, attributes, names);
    return names;
  }

  /** Adds a node with one result and returns its name. */
  node(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(type, inputs, attributes, 1).join();
  }

  /** Adds a node with one result, of this shape. */
  value(type: string, inputs: readonly Value[], { shape }: Shaped, attributes?: Record<string, Attribute>): Value {
    const names = inputs.map(({ name }) => name);
    return { name: this.node(type, names, attributes), shape };
  }

  /** Gives a value a fixed name: in place of its own where it has none yet, as a copy otherwise. */
  alias(name: string, value: string): void {
    const isResult = this.#nodes.some(({ outputs }) => outputs.includes(value));
    if (isResult && !this.#renamed.has(value)) this.#renamed.set(value, name);
    else this.named('Identity', [value], {}, [name]);
  }

  /** Adds a node whose results have fixed names. */
  named(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly string[],
  ): void {
    this.#nodes.push({ type, inputs, attributes, outputs });
  }

  #nodeMessage({ type, inputs, attributes, outputs }: Node, index: number): ProtobufMessage {
    const message = new ProtobufMessage();
    const named = (value: string) => this.#renamed.get(value) ?? value;
    for (const input of inputs) message.string(1, named(input));
    for (const output of outputs) message.string(2, named(output));
    message.string(3, `${this.prefix}${type}_${index}`).string(4, type);
    for (const [name, value] of Object.entries(attributes)) message.message(5, attribute(name, value));
    return message;
  }

  /** The graph alone, as it stands in a model or in a loop. */
  message(): ProtobufMessage {
    const graph = new ProtobufMessage();
    this.#nodes.forEach((node, index) => {
      graph.message(1, this.#nodeMessage(node, index));
    });
    graph.string(2, this.name);
    for (const tensor of this.#initializers) graph.message(5, tensor);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    return graph;
  }

  /** The model file's bytes, with facts about the model that go with it. */
  model(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const operatorSet = new ProtobufMessage().string(1, '').int(2, opset);
    const model = new ProtobufMessage()
      .int(1, irVersion)
      .string(2, 'rnn-atlas')
      .message(7, this.message())
      .message(8, operatorSet);
    for (const [key, value] of Object.entries(metadata))
      model.message(14, new ProtobufMessage().string(1, key).string(2, value));
    return model.done();
  }
}

/** A model that hands its one input on: `from` as `to`. */
export function copyingModel(): Uint8Array {
  const graph = new Graph('copy');
  graph.input('from', 'float32', null);
  graph.alias('to', 'from');
  graph.output('to', 'float32', null);
  return graph.model();
}
