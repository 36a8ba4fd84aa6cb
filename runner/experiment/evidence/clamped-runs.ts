/**
 * Reads segments of a half many times side by side, each time with other neurons held: what the findings ask for, with an engine.
 * The segments begin in the state that the untouched network is in there.
 */
import { type LayerComponent, placeOf } from '../../analysis/findings/arrays.ts';
import type {
  Changes,
  ClampedRun,
  ClampValues,
  GroupedClampedRun,
  OnProgress,
  Readings,
  SingleTokenPatchRun,
} from '../../analysis/findings/finding.ts';
import type { Decoded, Network } from '../../analysis/reading/programs.ts';
import type { ReadTask } from '../../analysis/reading/read-group.ts';
import { type Listener, mostSequences, openRunner, type Runner, type Sequence } from '../../analysis/reading/runner.ts';
import { placesOf } from '../../analysis/stats/carriers.ts';
import type { HalfName } from '../../analysis/stats/tested-text.ts';
import type { View } from '../../analysis/stats/view.ts';
import { at, float32At, float64At, item } from '../../core/at.ts';
import type { Engine } from '../../nn/models/program.ts';
import { readerOf } from '../../nn/models/reading.ts';

export interface HeldTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
  arrays: readonly LayerComponent[];
  /** The tokens that are read of the half, in the observed text. */
  view: View;
  /** [tokens - 1] The untouched network's losses of the observed text, for which it is then not read again. */
  nll?: Float32Array;
}

export interface HeldReadings extends Pick<Readings, 'losses' | 'predictions' | 'steps' | 'changes'> {
  /** Lets go what the readings needed of the engine; it is made anew for readings that come after. */
  release(): Promise<void>;
}

/** What single precision rounds to 0 is told from it no further. */
const smallest = 1e-30;

interface Heard extends Pick<Listener, 'record' | 'onProgress'> {
  hear?(reading: number, place: number, row: Float32Array, name: string): void;
  decode?: { gives: Decoded; hear(reading: number, place: number, values: Float32Array): void };
}

/**
 * @param taskOf what is read of a half.
 * @param before token ids that are read first, before every segment.
 */
export function heldReadings(
  engine: Engine,
  network: Network,
  taskOf: (half: HalfName) => HeldTask,
  before: Int32Array = new Int32Array(),
): HeldReadings {
  const runner = openRunner(engine, network, before);
  return {
    losses: (half, readings, onProgress) => losses(runner, taskOf(half), readings, onProgress),
    predictions: (half, readings, onProgress) => predictions(runner, taskOf(half), readings, onProgress),
    steps: (half, reading, onProgress) => steps(runner, taskOf(half), reading, onProgress),
    changes: (half, reading, onProgress) => changes(runner, taskOf(half), reading, onProgress),
    release: () => runner.release(),
  };
}

async function losses(
  runner: Runner,
  task: HeldTask,
  readings: readonly ClampedRun[],
  onProgress?: OnProgress,
): Promise<Float32Array[]> {
  const { nll, view } = task;
  const all = readings.map((reading) => {
    const isKnown = nll !== undefined && reading.clamp.length === 0;
    const told = Float32Array.from(reading.places, (place) =>
      isKnown ? at(nll, at(view.positions, place)) : Number.NaN,
    );
    return { reading, isKnown, told };
  });
  const asked = all.filter(({ isKnown }) => !isKnown);
  const hear = (index: number, place: number, loss: Float32Array) => item(asked, index).told.set(loss, place);
  await readHeld(
    runner,
    task,
    asked.map(({ reading }) => reading),
    { decode: { gives: 'losses', hear }, onProgress },
  );
  return all.map(({ told }) => told);
}

async function predictions(
  runner: Runner,
  task: HeldTask,
  readings: readonly GroupedClampedRun[],
  onProgress?: OnProgress,
): Promise<Float64Array[][]> {
  const { vocabulary } = runner.architecture;
  const groupsOf = ({ groups }: GroupedClampedRun) => 1 + groups.reduce((most, group) => Math.max(most, group), -1);
  const sums = readings.map((reading) => Array.from({ length: groupsOf(reading) }, () => new Float64Array(vocabulary)));
  const sumAt = (reading: number, place: number) =>
    item(item(sums, reading), at(item(readings, reading).groups, place));
  const isPast = readings.some(({ past }) => past !== undefined);
  const kept = readings.map(({ places, past }) => (past ? keptStates(places) : []));
  /** [readings] Ids of white space that is looked past. */
  const spaces = readings.map(({ past }) => (past ? placesOf(past.white) : Int32Array.of()));
  /** [readings][places] What the network gives to white space. */
  const white = readings.map(({ places }) => new Float32Array(places.length));
  await readHeld(runner, task, readings, {
    record: isPast ? carriedBy(runner) : [],
    hear: (reading, place, row, name) => keep(kept[reading]?.[place], row, name),
    decode: {
      gives: 'probabilities',
      hear(reading, place, probabilities) {
        const share = addWords(sumAt(reading, place), probabilities, item(spaces, reading));
        item(white, reading)[place] = share;
      },
    },
    onProgress: (share) => onProgress?.(isPast ? share * 0.8 : share),
  });
  for (const [index, { places, clamp, past }] of readings.entries()) {
    if (past === undefined) continue;
    const hear = (place: number, _: number, probabilities: Float32Array): void => {
      addWords(sumAt(index, place), probabilities, item(spaces, index), at(item(white, index), place));
    };
    const space = {
      tokens: new Int32Array(places.length).fill(past.space),
      from: item(kept, index),
      clamp: clamp.map(({ neuron }, k) => ({ neuron, values: item(past.values, k) })),
    };
    await readOneMore(runner, task, space, { decode: { gives: 'probabilities', hear } });
    onProgress?.(0.8 + (0.2 * (index + 1)) / readings.length);
  }
  return sums;
}

/** A neuron is set at single tokens: the state before each is that of the untouched network, and after it nothing is held. */
async function steps(
  runner: Runner,
  task: HeldTask,
  { neuron, segments, places, values, ahead }: SingleTokenPatchRun,
  onProgress?: OnProgress,
): Promise<Float32Array[]> {
  const before = keptStates(places);
  await readHeld(runner, task, [{ clamp: [], segments, places: places.map((place) => place - 1) }], {
    record: carriedBy(runner),
    hear: (_, place, row, name) => keep(before[place], row, name),
    onProgress: (share) => onProgress?.(share * 0.5),
  });
  const tokens = (more: number) => places.map((place) => tokenAt(task, place, more));
  const [own, following, later] = [tokens(0), tokens(1), tokens(2)];
  const losses = values.map(() => new Float32Array(places.length));
  for (const [time, loss] of losses.entries()) {
    const hear = (place: number, _: number, [more = Number.NaN]: Float32Array): void => {
      loss[place] = at(loss, place) + more;
    };
    const after = keptStates(places);
    const set = { tokens: own, from: before, clamp: [{ neuron, values: item(values, time) }] };
    await readOneMore(runner, task, set, {
      record: carriedBy(runner),
      hear: (place, _, row, name) => keep(after[place], row, name),
      decode: { gives: 'losses', next: (place) => [at(following, place)], hear },
    });
    const next = (place: number) => (at(ahead, place) > 1 ? [at(later, place)] : []);
    const free = { tokens: following, from: after, clamp: [] };
    await readOneMore(runner, task, free, { decode: { gives: 'losses', next, hear } });
    onProgress?.(0.5 + (0.5 * (time + 1)) / losses.length);
  }
  return losses;
}

async function changes(
  runner: Runner,
  task: HeldTask,
  { clamp, segments, places }: ClampedRun,
  onProgress?: OnProgress,
): Promise<Changes> {
  const { decoderReads, widthOf } = readerOf(runner.architecture);
  const width = widthOf(decoderReads);
  const readings = [[], clamp].map((own) => ({ clamp: own, segments, places }));
  const rows = readings.map(() => new Float32Array(places.length * width));
  const hear = (reading: number, place: number, row: Float32Array) => item(rows, reading).set(row, place * width);
  await readHeld(runner, task, readings, { record: [decoderReads], hear, onProgress });
  const [rise, divergence] = [new Float32Array(places.length), new Float32Array(places.length)];
  /** The prediction without, at the place whose other is decoded next. */
  let own = new Float32Array();
  const rowOf = (index: number) => {
    const from = Math.floor(index / 2) * width;
    return { row: item(rows, index % 2).subarray(from, from + width) };
  };
  await runner.decode('probabilities', 2 * places.length, rowOf, (index, probabilities) => {
    if (index % 2 === 0) {
      own = probabilities.slice();
      return;
    }
    const place = Math.floor(index / 2);
    let sum = 0;
    for (let id = 0; id < own.length; id++) {
      const p = float32At(own, id);
      if (p > 0) sum += p * Math.log(p / Math.max(float32At(probabilities, id), smallest));
    }
    divergence[place] = sum;
    const next = tokenAt(task, at(places, place), 1);
    rise[place] = Math.log(Math.max(at(own, next), smallest) / Math.max(at(probabilities, next), smallest));
  });
  return { rise, divergence };
}

async function readHeld(
  runner: Runner,
  { arrays, ids, segments, view: { positions, length }, pause }: HeldTask,
  readings: readonly ClampedRun[],
  { hear, decode, ...listener }: Heard,
): Promise<void> {
  const startOf = (segment: number) => at(positions, segment * length);
  const all = readings.flatMap(({ clamp, segments: own }, index) => own.map((segment) => ({ clamp, index, segment })));
  const numbersOf = readings.map(({ places }) => new Map(Array.from(places, (token, place) => [token, place])));
  const read = [...new Set(all.map(({ segment }) => segment))];
  const states = await runner.statesBefore({ ids, segments, pause }, read.map(startOf));
  const stateOf = new Map(read.map((segment, place) => [segment, item(states, place)]));
  const indexOf = (sequence: number) => item(all, sequence).index;
  const placeAt = (sequence: number, position: number) =>
    item(numbersOf, indexOf(sequence)).get(item(all, sequence).segment * length + position) ?? -1;
  await runner.run(
    all.map(({ clamp, segment }) => ({
      ids: ids.subarray(startOf(segment), startOf(segment) + length),
      initial: stateOf.get(segment),
      patches: clamp.map(({ neuron, values }) => ({
        ...patchOf(arrays, neuron),
        value: (position: number) => at(values, segment * length + position),
      })),
    })),
    {
      ...listener,
      pause,
      // As many in each group: programs are made for the most, and compute as much for fewer.
      together: Math.ceil(all.length / Math.ceil(all.length / mostSequences)),
      wants: (sequence, position) => placeAt(sequence, position) >= 0,
      hear: (sequence, position, row, name) => hear?.(indexOf(sequence), placeAt(sequence, position), row, name),
      ...(decode && {
        decode: {
          gives: decode.gives,
          next: (sequence, position) => [at(ids, startOf(item(all, sequence).segment) + position + 1)],
          hear: (sequence, position, values) => decode.hear(indexOf(sequence), placeAt(sequence, position), values),
        },
      }),
    },
  );
}

/** Reads at each place one token more, from a state that was kept there, with neurons set after it, each [places]. */
const readOneMore = (
  runner: Runner,
  { arrays, pause }: HeldTask,
  { tokens, from, clamp }: { tokens: Int32Array; from: KeptStates; clamp: ClampValues },
  heard: Pick<Listener, 'record' | 'hear' | 'decode'>,
): Promise<void> =>
  runner.run(
    from.map((initial, place) => ({
      ids: tokens.subarray(place, place + 1),
      initial,
      patches: clamp.map(({ neuron, values }) => ({ ...patchOf(arrays, neuron), value: at(values, place) })),
    })),
    { ...heard, pause },
  );

const carriedBy = (runner: Runner): string[] => Object.keys(readerOf(runner.architecture).states);

/** [places] The network's state, by name. */
type KeptStates = Record<string, Float32Array>[];

const keptStates = (places: Int32Array): KeptStates => Array.from(places, () => ({}));

function keep(state: KeptStates[number] | undefined, row: Float32Array, name: string): void {
  if (state !== undefined) state[name] = row.slice();
}

function patchOf(
  arrays: readonly LayerComponent[],
  neuron: number,
): Omit<NonNullable<Sequence['patches']>[number], 'value'> {
  const { array, neuron: own } = placeOf(arrays, neuron);
  return { layer: array.layer, component: array.component, neuron: own };
}

/** The token so many behind a place of the half, -1 where its segment ends before it. */
function tokenAt({ ids, view: { positions, length } }: HeldTask, place: number, more: number): number {
  const within = place % length;
  return within + more >= length ? -1 : at(ids, at(positions, place - within) + within + more);
}

/**
 * Adds the probabilities of what is no white space.
 * @param white ids that are, of which nothing is added.
 * @param share what they add up to; absent: as they are.
 * @returns what is left out.
 */
function addWords(sum: Float64Array, probabilities: Float32Array, white: Int32Array, share?: number): number {
  const [float32, float64] = [float32At, float64At];
  const left = white.reduce((all, id) => all + float32(probabilities, id), 0);
  const scale = share === undefined ? 1 : share / Math.max(1 - left, smallest);
  for (let id = 0; id < sum.length; id++) sum[id] = float64(sum, id) + scale * float32(probabilities, id);
  for (const id of white) sum[id] = 0;
  return left;
}
