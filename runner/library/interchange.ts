/**
 * Bases that are read, many side by side, from the token on after which a source's value is exchanged along some directions of an
 * array; and how such directions are learned. Three programs, each compiled when it is first needed.
 */
import type { StateArrays } from '../analysis/reading/read-group.ts';
import { basisOf } from '../analysis/stats/subspaces.ts';
import { at, item } from '../core/at.ts';
import { type Random, shuffle } from '../core/random.ts';
import { differentiate } from '../nn/models/differentiate.ts';
import type { Operations } from '../nn/models/operations.ts';
import {
  type Executable,
  mapValues,
  type Numbers,
  type Program,
  sizeOf,
  type TensorSpec,
  type Values,
  valueNamed,
} from '../nn/models/program.ts';
import { type Planned, planning } from '../nn/models/readers/unroll.ts';
import { operationsPerToken, parametersOf, readerOf, stateShapes } from '../nn/models/reading.ts';
import { optimizer } from '../nn/train/optimizers/optimizers.ts';
import { slotName } from '../nn/train/training-program.ts';
import type { OpenNetwork } from './network.ts';

/** A base with what is to be brought into it. */
export interface BroughtPair {
  ids: Int32Array;
  /** After which values are exchanged. */
  token: number;
  /** What follows the base, and what follows the source. */
  own: number;
  other: number;
  /** The base's state before that token. */
  before: StateArrays;
  /** [units] In the source. */
  value: Float32Array;
  /** Logit of the source's next token less that of the base's, after the source. */
  margin: number;
}

/** Pairs read side by side, at most. */
const batch = 32;
/** Derivatives by which it is told what the output reads, for each unit. */
const probes = 2;

const float = (...shape: number[]): TensorSpec => ({ shape, type: 'float32' });
const rule = optimizer({ name: 'adam' });
/** The parameter that is learned, [k, units]. */
const directions = 'directions';

type Given<T> = (of: T, isOfTokens: boolean) => Planned;

export class SubspaceExchange {
  readonly #network: OpenNetwork;
  readonly #array: string;
  readonly #units: number;
  readonly #k: number;
  readonly #steps: number;
  readonly #streams: number;
  readonly #open = new Map<string, Promise<Executable>>();

  /** @param pairs all that will be read, which decide how long a stretch is. */
  constructor(
    network: OpenNetwork,
    pairs: readonly BroughtPair[],
    { array, units, k }: { array: string; units: number; k: number },
  ) {
    this.#network = network;
    this.#array = array;
    this.#units = units;
    this.#k = k;
    this.#steps = pairs.reduce((most, { ids, token }) => Math.max(most, ids.length - token), 1);
    this.#streams = Math.min(batch, pairs.length);
  }

  /** @returns [k x units], not orthonormal. */
  async learned(
    of: readonly BroughtPair[],
    { steps, source, heard }: { steps: number; source: Random; heard: (share: number) => Promise<void> },
  ): Promise<Float32Array> {
    const size = this.#k * this.#units;
    const executable = await this.#compiled(this.#training());
    const drawn = Float32Array.from({ length: size }, () => source.normal() / Math.sqrt(this.#units));
    await executable.writeState(directions, drawn);
    for (const slot of rule.slots) await executable.writeState(slotName(slot, directions), new Float32Array(size));
    let left: BroughtPair[] = [];
    for (let step = 1; step <= steps; step++) {
      if (left.length === 0) left = shuffle([...of], source);
      const chosen = left.splice(0, this.#streams);
      const targets = Int32Array.from({ length: this.#streams }, (_, s) => (chosen[s] ?? item(chosen, 0)).other);
      // By a share of a unit vector's elements, ever smaller.
      const scalars = rule.scalars(step, ((1 - step / (steps + 1)) * 0.5) / Math.sqrt(this.#units));
      const ofRule = mapValues(scalars, (value) => Float32Array.of(value));
      await executable.run({ ...this.#withValues(chosen), targets, ...ofRule });
      await heard(step / steps);
    }
    return executable.readState(directions);
  }

  /** A basis of what the output reads of the array, [rank x units]: by how weighted sums of its logits change. */
  async read(
    of: readonly BroughtPair[],
    { source, tolerance, heard }: { source: Random; tolerance: number; heard: (share: number) => Promise<void> },
  ): Promise<Float64Array> {
    const executable = await this.#compiled(this.#probing());
    const batches = this.#batches(of);
    const size = this.#network.model.architecture.vocabulary * this.#streams;
    const found: number[] = [];
    const enough = probes * this.#units * this.#units;
    for (let probe = 0; found.length < enough; probe++) {
      const logits = Float32Array.from({ length: size }, () => source.normal());
      const chosen = this.#batchOf(item(batches, probe % batches.length));
      const { slopes = [] } = await executable.run({ ...chosen, logits });
      for (const slope of slopes) found.push(slope);
      await heard(Math.min(1, found.length / enough));
    }
    return basisOf(Float64Array.from(found), this.#units, tolerance);
  }

  /**
   * Logit of the source's next token less that of the base's, after the base, [pairs].
   * @param along orthonormal rows, at most k, along which the source's value is exchanged; `all`: along all.
   */
  async margins(of: readonly BroughtPair[], along: Float64Array | 'all'): Promise<number[]> {
    const { vocabulary } = this.#network.model.architecture;
    const executable = await this.#compiled(this.#measuring());
    const rows = new Float32Array(this.#k * this.#units);
    if (along !== 'all') rows.set(along);
    const told: number[] = [];
    for (const chosen of this.#batches(of)) {
      const whole = Float32Array.of(along === 'all' ? 1 : 0);
      const { logits = [] } = await executable.run({ ...this.#withValues(chosen), [directions]: rows, whole });
      for (const [index, { own, other }] of chosen.entries())
        told.push(at(logits, index * vocabulary + other) - at(logits, index * vocabulary + own));
    }
    return told;
  }

  async release(): Promise<void> {
    for (const executable of this.#open.values()) await (await executable).release();
  }

  get #rows(): number {
    return this.#steps * this.#streams;
  }

  #compiled(program: Program): Promise<Executable> {
    const { engine, model } = this.#network;
    const operations = 3 * this.#rows * operationsPerToken(model.architecture);
    const found = this.#open.get(program.name) ?? engine.compile(program, { operations, sequence: 3 * this.#steps });
    this.#open.set(program.name, found);
    return found;
  }

  /** What all programs are given. */
  #given(): Pick<Program, 'inputs' | 'state' | 'constants'> {
    const { architecture, weights } = this.#network.model;
    return {
      inputs: {
        tokens: { shape: [this.#rows], type: 'int32' },
        ends: { shape: [this.#streams], type: 'int32' },
        ...mapValues(stateShapes(architecture, this.#streams), (shape) => float(...shape)),
      },
      state: {},
      constants: mapValues(parametersOf(architecture), (_shape, name) => valueNamed(weights, name)),
    };
  }

  #exchanged(): Program['inputs'] {
    return { value: float(this.#rows, this.#units), isExchanged: float(this.#rows, 1) };
  }

  #training(): Program {
    const shape = [this.#k, this.#units];
    const { inputs, constants } = this.#given();
    return {
      name: 'learning a subspace',
      inputs: {
        ...inputs,
        ...this.#exchanged(),
        targets: { shape: [this.#streams], type: 'int32' },
        ...mapValues(rule.scalars(1, 1), () => float()),
      },
      state: {
        [directions]: shape,
        ...Object.fromEntries(rule.slots.map((slot) => [slotName(slot, directions), shape])),
      },
      constants,
      build: (ops, values) => {
        const { results, gradients } = differentiate(ops, values, [directions], (operations, all) => {
          const along = orthonormal(operations, valueNamed(all, directions));
          const { loss } = operations.softmaxCrossEntropy(
            this.#withSource(operations, all, along),
            valueNamed(all, 'targets'),
          );
          return { loss: operations.mul(operations.reduceSum(loss), operations.scalar(1 / this.#streams)) };
        });
        const moved = rule.update(ops, {
          parameter: valueNamed(values, directions),
          gradient: valueNamed(gradients, directions),
          slots: Object.fromEntries(rule.slots.map((slot) => [slot, valueNamed(values, slotName(slot, directions))])),
          scalars: values,
        });
        const slots = Object.entries(moved.slots).map(([slot, each]) => [slotName(slot, directions), each] as const);
        return { loss: valueNamed(results, 'loss'), [directions]: moved.parameter, ...Object.fromEntries(slots) };
      },
    };
  }

  #measuring(): Program {
    const given = this.#given();
    const own = { [directions]: float(this.#k, this.#units), whole: float() };
    return {
      ...given,
      name: 'exchanging',
      inputs: { ...given.inputs, ...this.#exchanged(), ...own },
      build: (ops, values) => ({
        logits: this.#withSource(ops, values, valueNamed(values, directions), valueNamed(values, 'whole')),
      }),
    };
  }

  /** The derivative of a weighted sum of the logits by the array at the token of the exchange, [streams, units]. */
  #probing(): Program {
    const given = this.#given();
    const { vocabulary } = this.#network.model.architecture;
    return {
      ...given,
      name: 'probing',
      inputs: { ...given.inputs, logits: float(this.#streams, vocabulary) },
      build: (ops, values) => {
        // What is added is 0, and the derivative by it that by what it is added to.
        const added = { added: ops.zeros([this.#rows, this.#units]) };
        const { gradients } = differentiate(ops, { ...values, ...added }, ['added'], (operations, all) => {
          const logits = this.#logits(operations, all, (value, given) =>
            planning.add(value, given(valueNamed(all, 'added'), true)),
          );
          return { loss: operations.reduceSum(operations.mul(logits, valueNamed(all, 'logits'))) };
        });
        return { slopes: ops.slice(valueNamed(gradients, 'added'), 0, 0, this.#streams) };
      },
    };
  }

  /** After each base, [streams, vocabulary]. @param hook gives what stands in the place of the array's value. */
  #logits<T>(ops: Operations<T>, values: Values<T>, hook: (value: Planned, given: Given<T>) => Planned): T {
    const reader = readerOf(this.#network.model.architecture);
    const { rows } = reader.window(ops, values, {
      tokens: valueNamed(values, 'tokens'),
      steps: this.#steps,
      streams: this.#streams,
      hook: (name, value, window) => {
        if (name !== this.#array) return value;
        return hook(value, (of, isOfTokens) => (isOfTokens ? window.ofTokens(of) : window.constant(of)));
      },
    });
    return reader.decode(ops, values, ops.gather(rows, valueNamed(values, 'ends')));
  }

  /** With the source's value along the rows in the place of the base's; where `whole` is 1 all of it. */
  #withSource<T>(ops: Operations<T>, values: Values<T>, rows: T, whole?: T): T {
    return this.#logits(ops, values, (value, given) => {
      const ofTokens = (name: string) => given(valueNamed(values, name), true);
      const [apart, along] = [planning.sub(ofTokens('value'), value), given(rows, false)];
      const moved = planning.matmul(planning.matmul(apart, along, { transposeB: true }), along);
      const all = whole === undefined ? moved : planning.add(moved, planning.mul(apart, given(whole, false)));
      return planning.add(value, planning.mul(ofTokens('isExchanged'), all));
    });
  }

  #batches(of: readonly BroughtPair[]): BroughtPair[][] {
    const count = Math.ceil(of.length / this.#streams);
    return Array.from({ length: count }, (_, index) => of.slice(index * this.#streams, (index + 1) * this.#streams));
  }

  /** @param chosen at most as many as there are streams; the first one fills those that are left. */
  #batchOf(chosen: readonly BroughtPair[]): Record<string, Numbers> {
    const streams = this.#streams;
    const [tokens, ends] = [new Int32Array(this.#rows), new Int32Array(streams)];
    const shapes = stateShapes(this.#network.model.architecture, streams);
    const states = mapValues(shapes, (shape) => new Float32Array(sizeOf(shape)));
    for (let stream = 0; stream < streams; stream++) {
      const { ids, token, before } = chosen[stream] ?? item(chosen, 0);
      ids.subarray(token).forEach((id, step) => {
        tokens[step * streams + stream] = id;
      });
      ends[stream] = (ids.length - 1 - token) * streams + stream;
      for (const [name, values] of Object.entries(states))
        values.set(valueNamed(before, name), (stream * values.length) / streams);
    }
    return { tokens, ends, ...states };
  }

  #withValues(chosen: readonly BroughtPair[]): Record<string, Numbers> {
    const value = new Float32Array(this.#rows * this.#units);
    for (let stream = 0; stream < this.#streams; stream++)
      value.set((chosen[stream] ?? item(chosen, 0)).value, stream * this.#units);
    const isExchanged = new Float32Array(this.#rows).fill(1, 0, this.#streams);
    return { ...this.#batchOf(chosen), value, isExchanged };
  }
}

/** Unit vectors that are orthogonal to one another, one by one. */
function orthonormal<T>(ops: Operations<T>, rows: T): T {
  const [count = 0] = ops.shapeOf(rows);
  const done: T[] = [];
  for (let row = 0; row < count; row++) {
    const own = ops.slice(rows, 0, row, row + 1);
    const others = done.length === 0 ? null : ops.concat(done, 0);
    const rest =
      others === null ? own : ops.sub(own, ops.matmul(ops.matmul(own, others, { transposeB: true }), others));
    done.push(ops.div(rest, ops.sqrt(ops.reduceSum(ops.mul(rest, rest)))));
  }
  return ops.concat(done, 0);
}
