/**
 * A family of whole networks: what its files hold, what is recorded of it, and one step. Each family (rwkv4.ts, mamba.ts)
 * writes its equations once over the operations; `networkOf` makes a reader of it and of the sizes of one network.
 */
import { componentName } from '../cells/cell.ts';
import { type Operations, type Shape, type Shaped, shapes } from '../operations.ts';
import { mapValues, sizeOf, type Values, valueNamed } from '../program.ts';
import { type StepScope, type Store, scopeOf } from './parts.ts';
import type { ArrayFacts, CarriedState, ComponentAbout, NetworkReader, Role, Tap } from './reader.ts';

/** What the sizes of every network have. */
export interface Sizes {
  layers: number;
  vocabulary: number;
  /** Of the token vectors, and of the stream that all layers add to. */
  width: number;
}

/** A file's arrays by name, as far as they decide what it is. */
export interface FileShapes {
  names: readonly string[];
  has(name: string): boolean;
  /** @throws InputError when there is no such array. */
  shapeOf(name: string): Shape;
  /** How many layers have an array of this name, in which `N` stands for their number from 0. */
  layersWith(name: string): number;
}

/** What stands beside the weights, in config.json; empty where there is none. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** Refuses the file. @param fix what to do; absent: what can be read. */
export type Refuse = (why: string, fix?: string) => never;

/** What a component is to the network, and how it is called. */
export interface FamilyComponent extends ComponentAbout {
  role: Role;
  /** True: computed to be looked at; nothing follows from it. */
  onlyShown?: boolean;
}

const component =
  (role: Role) =>
  (symbol: string, name: string, formula: string, range?: FamilyComponent['range']): FamilyComponent => ({
    ...{ name, symbol, role },
    ...(range && { range }),
    formula,
  });

export const neuron = component('neuron');
export const gate = component('gate');
export const address = component('address');
export const memory = component('memory');
export const stream = component('stream');

export interface Family<S extends Sizes> {
  /** As in a sentence: 'RWKV-4'. */
  label: string;
  /** What is analysed when the manifest does not say. */
  defaultComponent: string;
  /** In the order in which a step computes them, layer by layer. */
  components: Readonly<Record<string, FamilyComponent>>;
  /** Names of its arrays as people's files have them, as it names them itself. Absent: they are the same. */
  rename?(name: string): string;
  /** Whether a file of these arrays (renamed) is of this family. */
  claims(file: FileShapes): boolean;
  /** @throws InputError through `refuse` for a variant that computes something else. */
  sizesOf(file: FileShapes, settings: FileSettings, refuse: Refuse): S;
  /** What who reads a file of these sizes should know of it. Absent: nothing. */
  notes?(sizes: S): string[];
  /** Arrays of some files that must be equal to another, of which they are copies: a decoder that is the token table. */
  tied?: Readonly<Record<string, string>>;
  /** Arrays of some files of which nothing is computed. Absent: there are none. */
  isUnread?(name: string): boolean;
  /** Reads one token of each stream; the decoder reads the component `residual` of the last layer. @param tokens ids, [streams] */
  step<T>(s: StepScope<T>, tokens: T, sizes: S): void;
  /** That component, [rows, width], to logits [rows, vocabulary]. */
  decode<T>(s: StepScope<T>, rows: T, sizes: S): T;
}

const decoderReads = 'residual';

/** What a network of these sizes declares on its way, by one step on shapes alone. */
function declarations<S extends Sizes>({ label, step, decode }: Family<S>, sizes: S) {
  const parameters: Record<'step' | 'decoder', Record<string, Shape>> = { step: {}, decoder: {} };
  const states: Record<string, CarriedState> = {};
  const after: Record<string, Shape> = {};
  const taps = new Map<string, Shaped>();
  const storeFor = (part: keyof typeof parameters): Store<Shaped> => ({
    streams: 1,
    parameter(name, shape) {
      parameters[part][name] = shape;
      return { shape };
    },
    state(name, carried) {
      states[name] = carried;
      return { shape: [1, ...carried.shape] };
    },
    next(name, { shape }) {
      after[name] = shape.slice(1);
    },
    tap(name, layer, value) {
      taps.set(componentName(name, layer), value);
      return value;
    },
  });
  step(scopeOf(shapes, storeFor('step')), { shape: [1] }, sizes);
  decode(
    scopeOf(shapes, storeFor('decoder')),
    valueNamed(Object.fromEntries(taps), `${decoderReads}.${sizes.layers}`),
    sizes,
  );
  for (const [name, { shape }] of Object.entries(states))
    if (`${after[name]}` !== `${shape}`)
      throw new Error(`${label}: the state "${name}" [${shape}] becomes [${after[name]}]`);
  return { parameters, states, taps };
}

/** One network of the family, as it is read. */
export function networkOf<S extends Sizes>(family: Family<S>, sizes: S): NetworkReader {
  const { layers, vocabulary, width: embedding } = sizes;
  const { parameters, states, taps } = declarations(family, sizes);
  const widths = new Map(Object.entries(mapValues(states, ({ shape }) => sizeOf(shape))));
  for (const [name, { shape }] of taps) widths.set(name, sizeOf(shape));
  const widthOf = (array: string): number => {
    const width = widths.get(array);
    if (width === undefined) throw new RangeError(`${family.label} has no "${array}"`);
    return width;
  };
  const arrays = Array.from({ length: layers }, (_, index) =>
    Object.entries(family.components).map(([component, { onlyShown, ...about }]): ArrayFacts => {
      const name = componentName(component, index + 1);
      return { name, component, layer: index + 1, width: widthOf(name), about, ...(onlyShown && { onlyShown }) };
    }),
  ).flat();
  const scope = <T>(ops: Operations<T>, values: Values<T>, streams: number, after: Record<string, T>, tap: Tap<T>) =>
    scopeOf(ops, {
      streams,
      parameter: (name) => valueNamed(values, name),
      state: (name) => valueNamed(values, name),
      next(name, value) {
        after[name] = value;
      },
      tap,
    });
  return {
    is: `it is ${family.label}`,
    ...{ layers, vocabulary, embedding, arrays, widthOf, states, parameters },
    decoderReads: componentName(decoderReads, layers),
    step(ops, values, { tokens, streams, tap }) {
      const after: Record<string, typeof tokens> = {};
      family.step(scope(ops, values, streams, after, tap), tokens, sizes);
      return after;
    },
    decode: (ops, values, rows) =>
      family.decode(
        scope(ops, values, 0, {}, (_component, _layer, value) => value),
        rows,
        sizes,
      ),
  };
}
