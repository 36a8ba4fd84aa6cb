/**
 * How a network is written: a step asks a scope for parameters, states and components where it uses them, and what the network
 * has of them is found by one step on shapes alone. Batches are rows: [streams, width].
 */
import { item } from '../../../core/at.ts';
import { componentName, embeddingName } from '../cells/cell.ts';
import { type Operations, type Shape, type Shaped, shapes } from '../operations.ts';
import { mapValues, sizeOf, type Values, valueNamed } from '../program.ts';
import type { Activation, ActivationInfo, Hook, NetworkReader, StateSpec } from './reader.ts';
import { type Planned, planning, Window } from './unroll.ts';

/** Where numbers come from and go to; on shapes alone, where declarations are kept. */
export interface Store<T> {
  streams: number;
  parameter(name: string, shape: Shape): T;
  state(name: string, carried: StateSpec): T;
  next(name: string, value: T): void;
  hook: Hook<T>;
}

type Tuple<Names extends readonly string[], A> = { [Place in keyof Names]: A };

export class StepScope<T> {
  readonly ops: Operations<T>;
  readonly #store: Store<T>;
  readonly #prefix: string;
  readonly #layer: number;

  /** @param prefix of the parameters' names. @param layer that states and components stand in. */
  constructor(ops: Operations<T>, store: Store<T>, prefix = '', layer = 0) {
    this.ops = ops;
    this.#store = store;
    this.#prefix = prefix;
    this.#layer = layer;
  }

  get streams(): number {
    return this.#store.streams;
  }

  readonly #product = (matrix: T, add?: T) => (x: T) => this.ops.matmul(x, matrix, { transposeB: true, add });

  readonly weight = (name: string, ...shape: number[]): T => this.#store.parameter(this.#prefix + name, shape);

  /** Vectors of one length. */
  readonly vectors = <const Names extends readonly string[]>(width: number, ...names: Names) =>
    names.map((name) => this.weight(name, width)) as Tuple<Names, T>;

  /** W x of `<name>.weight`, [rows, columns]. */
  readonly linear = (name: string, rows: number, columns: number): ((x: T) => T) =>
    this.#product(this.weight(`${name}.weight`, rows, columns));

  /** Several of one shape. */
  readonly linears = <const Names extends readonly string[]>(rows: number, columns: number, ...names: Names) =>
    names.map((name) => this.linear(name, rows, columns)) as Tuple<Names, (x: T) => T>;

  /** W x + b, with `<name>.bias`, [rows]. */
  readonly affine = (name: string, rows: number, columns: number): ((x: T) => T) =>
    this.#product(this.weight(`${name}.weight`, rows, columns), this.weight(`${name}.bias`, rows));

  /** Layer normalization with weight and bias. Source: Ba et al. 2016. */
  layerNorm(name: string, width: number, epsilon: number): (x: T) => T {
    const [scale, bias] = this.vectors(width, `${name}.weight`, `${name}.bias`);
    return (x) => this.ops.add(this.ops.mul(centred(this.ops, x, epsilon), scale), bias);
  }

  /** As `rmsNormed`, with a weight. */
  readonly rmsNorm = (name: string, width: number, epsilon: number): ((x: T) => T) => {
    const scale = this.weight(`${name}.weight`, width);
    return (x) => this.ops.mul(rmsNormed(this.ops, x, epsilon), scale);
  };

  /** What `next` was given at the token before, [streams, ...shape]; before the first token `first` everywhere. */
  readonly state = (name: string, shape: Shape, first = 0): T =>
    this.#store.state(componentName(name, this.#layer), { shape, first });

  readonly next = (states: Readonly<Record<string, T>>): void => {
    for (const [name, value] of Object.entries(states)) this.#store.next(componentName(name, this.#layer), value);
  };

  /** Names a value: it is recorded, and all that follows is computed from what this gives in its place. */
  readonly hook = (component: string, value: T): T => this.#store.hook(component, this.#layer, value);

  /** The vectors of tokens, by their ids. */
  readonly embedded = (table: string, vocabulary: number, width: number, tokens: T): T =>
    this.#store.hook(embeddingName, 0, this.ops.gather(this.weight(table, vocabulary, width), tokens));

  /** Parameters whose names begin with this and a dot. */
  part(name: string): StepScope<T> {
    return new StepScope(this.ops, this.#store, `${this.#prefix}${name}.`, this.#layer);
  }

  /** States and components of a layer. */
  inLayer(layer: number): StepScope<T> {
    return new StepScope(this.ops, this.#store, this.#prefix, layer);
  }

  /** One layer after the other, with parameters `<name>.0.*` and states and components `*.1`. @returns what the last one gives. */
  layers(count: number, name: string, x: T, layer: (s: StepScope<T>, x: T) => T): T {
    let value = x;
    for (let index = 0; index < count; index++) value = layer(this.part(`${name}.${index}`).inLayer(index + 1), value);
    return value;
  }
}

/** [streams, width] to the mean of each row, [streams, 1]. */
function rowMeans<T>(ops: Operations<T>, x: T): T {
  const [rows = 0, width = 0] = ops.shapeOf(x);
  return ops.mul(ops.reshape(ops.reduceSum(x, 1), [rows, 1]), ops.scalar(1 / width));
}

/** (x - mean) / sqrt(variance + epsilon), row by row; [streams, width]. */
export function centred<T>(ops: Operations<T>, x: T, epsilon: number): T {
  const apart = ops.sub(x, rowMeans(ops, x));
  return ops.div(apart, ops.sqrt(ops.add(rowMeans(ops, ops.mul(apart, apart)), ops.scalar(epsilon))));
}

/** x / sqrt(mean of squares + epsilon), row by row. Source: Zhang & Sennrich 2019. */
export const rmsNormed = <T>(ops: Operations<T>, x: T, epsilon: number): T =>
  ops.div(x, ops.sqrt(ops.add(rowMeans(ops, ops.mul(x, x)), ops.scalar(epsilon))));

/** A network as it is written. */
export interface WrittenNetwork
  extends Pick<NetworkReader, 'is' | 'layers' | 'vocabulary' | 'embedding' | 'decoderReads'> {
  /** In the order in which a step computes them, layer by layer; not every layer needs have all. */
  components: Readonly<Record<string, ActivationInfo>>;
  /** Reads one token of each stream. @param tokens ids, [streams] */
  step<T>(s: StepScope<T>, tokens: T): void;
  /** What was recorded under `decoderReads`, [rows, width], to logits [rows, vocabulary]. */
  decode<T>(s: StepScope<T>, rows: T): T;
}

/** What a network asks for on its way, by one step on shapes alone. */
function trace({ is, decoderReads, step, decode }: WrittenNetwork) {
  const parameters: Record<'step' | 'decoder', Record<string, Shape>> = { step: {}, decoder: {} };
  const states: Record<string, StateSpec> = {};
  const after: Record<string, Shaped> = {};
  const hooks: Record<string, Shaped> = {};
  const scopeFor = (part: keyof typeof parameters) =>
    new StepScope<Shaped>(shapes, {
      streams: 1,
      parameter(name, shape) {
        parameters[part][name] = shape;
        return { shape };
      },
      state(name, carried) {
        states[name] = carried;
        return { shape: [1, ...carried.shape] };
      },
      next(name, value) {
        after[name] = value;
      },
      hook(name, layer, value) {
        hooks[componentName(name, layer)] = value;
        return value;
      },
    });
  step(scopeFor('step'), { shape: [1] });
  decode(scopeFor('decoder'), valueNamed(hooks, decoderReads));
  for (const [name, { shape }] of Object.entries(states))
    if (`${after[name]?.shape}` !== `${[1, ...shape]}`)
      throw new Error(`${is}: the state "${name}" [${shape}] becomes [${after[name]?.shape}]`);
  return { parameters, states, hooks };
}

/** A scope whose numbers have names; `after` is given the states. */
export const scopeOf = <T>(
  ops: Operations<T>,
  values: Values<T>,
  {
    streams = 0,
    after = {},
    hook = (_component, _layer, value) => value,
  }: {
    streams?: number;
    after?: Record<string, T>;
    hook?: Hook<T> | undefined;
  } = {},
): StepScope<T> =>
  new StepScope(ops, {
    streams,
    parameter: (name) => valueNamed(values, name),
    state: (name) => valueNamed(values, name),
    next(name, value) {
      after[name] = value;
    },
    hook,
  });

export function readerFrom(network: WrittenNetwork): NetworkReader {
  const { components, step, decode, ...facts } = network;
  const { parameters, states, hooks } = trace(network);
  const widths = {
    ...mapValues(states, ({ shape }) => sizeOf(shape)),
    ...mapValues(hooks, ({ shape }) => sizeOf(shape)),
  };
  const arrays = Array.from({ length: facts.layers }, (_, index) =>
    Object.entries(components).flatMap(([component, about]): Activation[] => {
      const [layer, name] = [index + 1, componentName(component, index + 1)];
      return Object.hasOwn(hooks, name) ? [{ name, component, layer, width: widthOf(name), about }] : [];
    }),
  ).flat();
  function widthOf(array: string): number {
    const width = widths[array];
    if (width === undefined) throw new RangeError(`there is no array "${array}": ${facts.is}`);
    return width;
  }
  const about = { name: 'token vector', symbol: 'e', formula: 'e = E x', role: 'stream' } as const;
  const vectors = hooks[embeddingName] && {
    name: embeddingName,
    component: embeddingName,
    layer: 0,
    width: widthOf(embeddingName),
    about,
  };
  return {
    ...facts,
    arrays,
    vectors: vectors ?? null,
    widthOf,
    states,
    parameters,
    step(ops, values, { tokens, streams, hook }) {
      const after: Record<string, typeof tokens> = {};
      step(scopeOf(ops, values, { streams, after, hook }), tokens);
      return after;
    },
    window(ops, values, { tokens, steps, streams, hook }) {
      const window = new Window(ops, steps);
      const top: Planned[] = [];
      const store: Store<Planned> = {
        streams,
        parameter: (name) => window.constant(valueNamed(values, name)),
        state: (name) => window.state(name, valueNamed(values, name)),
        next: (name, value) => window.next(name, value),
        hook(component, layer, computed) {
          const name = componentName(component, layer);
          const value = hook?.(name, computed, window) ?? computed;
          if (name === facts.decoderReads) top.push(value);
          return value;
        },
      };
      step(new StepScope(planning, store), window.ofTokens(tokens));
      return { rows: window.all(item(top, 0)), after: mapValues(states, (_state, name) => window.after(name)) };
    },
    decode: (ops, values, rows) => decode(scopeOf(ops, values), rows),
  };
}
