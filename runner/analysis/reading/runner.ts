/**
 * A network opened for reading. What its readings need is made when one first needs it, serves those that come after, and
 * is let go at the end: the folded embedding, decoders, and programs compiled for a number of streams and what is recorded and set.
 */
import { allSettledOrThrow } from '../../core/all-settled.ts';
import { at, int32At, item } from '../../core/at.ts';
import { embeddingName } from '../../nn/models/cells/cell.ts';
import { checkInterventions, type Intervention, intervened } from '../../nn/models/intervention.ts';
import type { Engine } from '../../nn/models/program.ts';
import type { NetworkReader } from '../../nn/models/readers/reader.ts';
import {
  firstState,
  isOfCells,
  operationsPerToken,
  type Readable,
  type ReadingOptions,
  readerOf,
  recordedNames,
} from '../../nn/models/reading.ts';
import { foldEmbedding, worthFolding } from './fold-embedding.ts';
import { createDecoder, type Decoded, type Decoder, keptPrograms, type Network, type Programs } from './programs.ts';
import {
  groupsOf,
  type ReadTask,
  readGroup,
  type Segment,
  type StateArrays,
  type StreamProgram,
  streamsTogether,
  tokensOf,
} from './read-group.ts';
import { checkSampling, type Sample, type SamplingTask, sampleWith, samplingOptions } from './sample.ts';

export interface Sequence {
  ids: Int32Array;
  /** State before its first token; absent: where the runner begins. */
  initial?: StateArrays | undefined;
  /** By places in it. */
  patches?: readonly Omit<Intervention, 'segment'>[];
}

/** What is heard of sequences, in no particular order; rows are overwritten afterwards. */
export interface Listener {
  /** Whether anything is heard of this token; absent: of all. */
  wants?(sequence: number, position: number): boolean;
  /** Names of the arrays whose rows are heard; or of what is carried to the next token. */
  record?: readonly string[];
  hear?(sequence: number, position: number, row: Float32Array, name: string): void;
  decode?: {
    gives: Decoded;
    next?(sequence: number, position: number): readonly number[];
    /** @param which of those tokens. */
    hear(sequence: number, position: number, values: Float32Array, which: number): void;
  };
  /** Hears the state after a sequence's last token. */
  ended?(sequence: number, state: StateArrays): void;
  /** Sequences of one length that are read side by side, at most: enough for large products. */
  streams?: number;
  /** Sequences that are made into one text; absent: all. */
  together?: number;
  /** Whether shorter sequences are filled up behind their end, which nothing before it sees, to be read beside longer ones. */
  filled?: boolean;
  onProgress?: ((share: number) => void) | undefined;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?: (() => Promise<void>) | undefined;
}

/** Segments read side by side unless asked: enough for large products, few enough for memory. */
const mostStreams = 64;
/** The same of sequences, whose losses are not computed with them: memory allows many. */
export const mostSequences = 768;
/** Tokens of them that are in memory with what they are filled up with. */
const tokensAtOnce = 1 << 22;
/** Operations, a second and less. */
const worthCompiling = 1e11;
/** Operations that are left to other threads: a quarter of a second and more. */
const worthThreads = 5e10;
const mostLanes = 4;
/** So far back the network is read at most: what is further is forgotten. */
const mostBefore = 512;

/** Reads or writes one text after the other, never two at once: what is asked for meanwhile waits. Made by `openRunner`. */
export class Runner {
  readonly architecture: Readable;
  readonly #engine: Engine;
  readonly #network: Network;
  readonly #before: Int32Array;
  readonly #reader: NetworkReader;
  readonly #programs: Programs;
  readonly #decoders = new Map<Decoded, Decoder>();
  #folded: Network | null = null;
  #start: Promise<StateArrays> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, network: Network, before: Int32Array) {
    this.architecture = network.architecture;
    this.#engine = engine;
    this.#network = network;
    this.#before = before;
    this.#reader = readerOf(network.architecture);
    this.#programs = keptPrograms(engine);
  }

  /** The state in which texts begin unless it is said otherwise: that before any text, or after what is read before them. */
  start(): Promise<StateArrays> {
    return this.#inTurn(() => this.#begin());
  }

  /** The state after a text's last token, read in one stream from that before any text. */
  stateAfter(ids: Int32Array): Promise<StateArrays> {
    return this.#inTurn(() => this.#stateAfter(ids));
  }

  /**
   * Reads all segments of a text.
   * @returns `nll` [tokens - 1], nats: nll[t] is the cross-entropy of token t+1 given those before it in its segment;
   * NaN where token t+1 begins another segment.
   * @throws InputError when an intervention names a neuron that the network does not have.
   */
  read(task: ReadTask): Promise<{ nll: Float32Array }> {
    return this.#inTurn(async () => {
      const state = this.#before.length === 0 ? undefined : await this.#begin();
      return await this.#read({ initial: () => state, ...task });
    });
  }

  /** Reads sequences, whatever is set in them. @throws as `read`. */
  run(sequences: readonly Sequence[], listener: Listener): Promise<void> {
    return this.#inTurn(() => this.#run(sequences, listener));
  }

  /**
   * @param text each segment is read from its start, or as far back as matters, to the positions in it.
   * @returns [positions] The state before these tokens, so that reading can begin there.
   */
  statesBefore(
    {
      ids,
      segments,
      streams = mostStreams,
      onProgress,
      pause,
    }: Pick<ReadTask, 'ids' | 'segments'> & Pick<Listener, 'streams' | 'onProgress' | 'pause'>,
    positions: readonly number[],
  ): Promise<StateArrays[]> {
    const sequences = positions.map((position) => {
      const own = segments.find(([from, length]) => position >= from && position < from + length)?.[0] ?? position;
      return { ids: ids.subarray(Math.max(own, position - mostBefore), position) };
    });
    return this.#inTurn(async () => {
      const begin = await this.#begin();
      const states: StateArrays[] = positions.map(() => ({ ...begin }));
      const ended = (sequence: number, state: StateArrays): void => {
        states[sequence] = { ...state };
      };
      await this.#run(sequences, { streams, onProgress, pause, wants: () => false, ended });
      return states;
    });
  }

  /** Decodes so many rows that were read before. @param rowOf with the token that follows, whose loss is told. */
  decode(
    gives: Decoded,
    count: number,
    rowOf: (index: number) => { row: Float32Array; next?: number },
    hear: (index: number, values: Float32Array) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const decoder = await this.#decoder(gives);
      for (let index = 0; index < count; index++) {
        const { row, next = 0 } = rowOf(index);
        await decoder.add(row, next, (values) => hear(index, values));
      }
      await decoder.finish();
    });
  }

  sample(task: SamplingTask): Promise<Sample> {
    return this.#inTurn(async () => {
      checkSampling(this.architecture, task);
      const options = samplingOptions(this.architecture, task);
      const { executable } = await this.#programs.for(this.#network, 1, options);
      return await sampleWith(executable, this.architecture, task);
    });
  }

  /** Lets go what was made; it is made anew for what comes after. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      this.#folded = null;
      await this.#programs.release();
      for (const decoder of this.#decoders.values()) await decoder.release();
      this.#decoders.clear();
    });
  }

  /** After all that was asked for before, whether it went well or not. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  #begin(): Promise<StateArrays> {
    this.#start ??= this.#stateAfter(this.#before);
    return this.#start;
  }

  async #stateAfter(ids: Int32Array): Promise<StateArrays> {
    let state: StateArrays = firstState(this.architecture, 1);
    if (ids.length === 0) return state;
    await this.#read({
      ids,
      segments: [[0, ids.length]],
      // It records everything, as most readings do: what is compiled for them serves.
      sink: { write: async () => {} },
      ended(_segment, after) {
        state = { ...after };
      },
    });
    return state;
  }

  /** With one-hot input where that takes less for so many tokens. */
  async #quickest(tokens: number): Promise<Network> {
    const { architecture, weights } = this.#network;
    if (!isOfCells(architecture) || !worthFolding(architecture, tokens)) return this.#network;
    this.#folded ??= await foldEmbedding(this.#engine, { architecture, weights });
    return this.#folded;
  }

  async #decoder(gives: Decoded): Promise<Decoder> {
    const decoder = this.#decoders.get(gives) ?? (await createDecoder(this.#engine, this.#network, gives));
    this.#decoders.set(gives, decoder);
    return decoder;
  }

  async #read(task: ReadTask): Promise<{ nll: Float32Array }> {
    const { ids, segments, interventions = [], streams: most = mostStreams } = task;
    checkInterventions(this.#reader, interventions);
    const tokens = tokensOf(segments, ids.length);
    const byVectors = task.record?.includes(embeddingName) || embeddingName in intervened(interventions);
    const used = byVectors ? this.#network : await this.#quickest(tokens);
    // Nothing follows one token; but what is compiled for more serves it too.
    const isLast = this.#engine.rowByRow && segments.every(([, length]) => length === 1);
    const { predict = isLast ? 'nothing' : 'loss' } = task;
    const options: ReadingOptions = {
      predict,
      record: task.record ?? recordedNames(used.architecture),
      intervened: intervened(interventions),
    };
    const nll = new Float32Array(Math.max(0, ids.length - 1)).fill(Number.NaN);
    const perToken = operationsPerToken(used.architecture);
    const lanes = this.#lanesFor(task, ids.length * perToken);
    const groups = groupsOf(segments, lanes < 2 ? most : sharedAmong(lanes, segments.length, most)).values();
    const { write } = task.sink;
    const sink = lanes < 2 ? task.sink : { ...task.sink, write: oneAtATime(write) };
    const done = new Array<number>(Math.max(1, lanes)).fill(0);
    /** Takes one group after the other that no other lane has taken. */
    const readThrough = async (lane: number): Promise<void> => {
      let compiled: StreamProgram | null = null;
      for (const group of groups) {
        // One for more streams serves fewer as well, where what it computes for nobody takes no longer than to compile another.
        const size = streamsTogether * Math.ceil(group.length / streamsTogether);
        const idle: number = ((compiled?.streams ?? 0) - size) * item(group, 0).length * perToken;
        if (compiled === null || compiled.streams < group.length || idle > worthCompiling) {
          const streams = compiled === null ? group.length : size;
          const own = lanes === 0 ? undefined : { number: lane, of: lanes };
          compiled = await this.#programs.for(used, streams, options, own);
        }
        const before = at(done, lane);
        const onProgress = (tokens: number) => {
          done[lane] = before + tokens;
          task.onProgress?.(done.reduce((sum, each) => sum + each));
        };
        await readGroup(compiled, used.architecture, group, { ...task, predict, sink, nll, onProgress });
        onProgress(group.reduce((sum, { length }) => sum + length, 0));
      }
    };
    await allSettledOrThrow(done.map((_, lane) => readThrough(lane)));
    return { nll };
  }

  /** How many groups of a text are read at the same time, in threads: each has the weights itself, which of cells are few. 0: one, here. */
  #lanesFor({ inOrder, segments }: ReadTask, operations: number): number {
    const { sideBySide = 1 } = this.#engine;
    if (sideBySide === 1 || operations < worthThreads || !isOfCells(this.architecture)) return 0;
    return inOrder ? 1 : Math.min(sideBySide, mostLanes, segments.length);
  }

  async #run(sequences: readonly Sequence[], listener: Listener): Promise<void> {
    const { filled = false, together = sequences.length, onProgress } = listener;
    const lengthOf = (sequence: number): number => item(sequences, sequence).ids.length;
    const order = [...sequences.keys()].filter((sequence) => lengthOf(sequence) > 0);
    // Filled up, the longest come first: a program that is compiled for many streams serves fewer as well.
    order.sort((a, b) => (filled ? lengthOf(b) - lengthOf(a) : lengthOf(a) - lengthOf(b)));
    for (let from = 0; from < order.length; ) {
      const most = filled ? Math.floor(tokensAtOnce / lengthOf(item(order, from))) : together;
      const group = order.slice(from, from + Math.max(1, Math.min(together, most)));
      const told = (share: number) => onProgress?.((from + share * group.length) / order.length);
      await this.#runTogether(sequences, group, { ...listener, onProgress: told });
      from += group.length;
    }
  }

  /** @param group some of the sequences, by their numbers: those of one length, one behind the other, are read side by side. */
  async #runTogether(sequences: readonly Sequence[], group: readonly number[], listener: Listener): Promise<void> {
    const {
      filled,
      wants = () => true,
      record = [],
      decode,
      ended,
      streams = mostSequences,
      onProgress,
      pause,
    } = listener;
    const { text, segments, placeAt } = oneText(sequences, group, filled ?? false);
    const startOf = (place: number): number => item(segments, place)[0];
    const isWanted = (token: number): boolean => {
      const place = int32At(placeAt, token);
      return place >= 0 && wants(item(group, place), token - startOf(place));
    };
    const decoder = decode && (await this.#decoder(decode.gives));
    const begin = this.#before.length === 0 ? undefined : await this.#begin();
    const { decoderReads, widthOf } = this.#reader;
    await this.#read({
      ids: text,
      segments,
      initial: (place) => item(sequences, item(group, place)).initial ?? begin,
      interventions: group.flatMap((sequence, place) => placed(item(sequences, sequence), place, startOf(place))),
      streams,
      record: [...new Set([...record, ...(decode ? [decoderReads] : [])])],
      predict: 'nothing',
      // What is expected of all tokens is added up as it comes.
      inOrder: decode !== undefined && decode.gives !== 'losses',
      sink: {
        wants: isWanted,
        async write(name, first, rows) {
          const width = widthOf(name);
          for (let row = 0; row * width < rows.length; row++) {
            if (!isWanted(first + row)) continue;
            const place = int32At(placeAt, first + row);
            const [sequence, position] = [item(group, place), first + row - startOf(place)];
            const values = rows.subarray(row * width, (row + 1) * width);
            if (record.includes(name)) listener.hear?.(sequence, position, values, name);
            if (decode === undefined || decoder === undefined || name !== decoderReads) continue;
            for (const [which, next] of (decode.next?.(sequence, position) ?? [0]).entries()) {
              await decoder.add(values, next, (told) => decode.hear(sequence, position, told, which));
            }
          }
        },
      },
      ...(ended && { ended: (place, state) => ended(item(group, place), state) }),
      onProgress: (done) => onProgress?.(done / text.length),
      ...(pause && { pause }),
    });
    await decoder?.finish();
  }
}

/** @param before token ids that are read first, once, and after which every text begins; absent: before any text. */
export const openRunner = (engine: Engine, network: Network, before: Int32Array = new Int32Array()): Runner =>
  new Runner(engine, network, before);

/** Opens a runner for some readings, and lets it go when they are done, or fail. */
export async function withRunner<T>(
  engine: Engine,
  network: Network,
  before: Int32Array | undefined,
  read: (runner: Runner) => Promise<T>,
): Promise<T> {
  const runner = openRunner(engine, network, before);
  try {
    return await read(runner);
  } finally {
    await runner.release();
  }
}

/**
 * Segments of a group, where all lanes have as many groups: as many as products have the same digits for. One processor reads no
 * quicker with more of them, which take more memory.
 */
function sharedAmong(lanes: number, segments: number, most: number): number {
  const own = segments / lanes;
  const groups = Math.ceil(own / Math.min(most, mostStreams));
  return Math.min(most, streamsTogether * Math.ceil(own / groups / streamsTogether));
}

/** Who calls while another call is under way waits for it. */
function oneAtATime<Given extends unknown[]>(work: (...given: Given) => Promise<void>): typeof work {
  let last = Promise.resolve();
  return (...given) => {
    last = last.then(() => work(...given));
    return last;
  };
}

/** @param filled whether all are as long as the first. */
function oneText(sequences: readonly Sequence[], group: readonly number[], filled: boolean) {
  const lengthOf = (sequence: number): number => item(sequences, sequence).ids.length;
  const segments: Segment[] = [];
  let end = 0;
  for (const sequence of group) {
    const length = lengthOf(filled ? item(group, 0) : sequence);
    segments.push([end, length]);
    end += length;
  }
  const text = new Int32Array(end);
  /** [tokens of `text`] Where in the group the sequence is of which each is, -1 where it only fills one up. */
  const placeAt = new Int32Array(end).fill(-1);
  for (const [place, [start]] of segments.entries()) {
    const { ids } = item(sequences, item(group, place));
    text.set(ids, start);
    placeAt.fill(place, start, start + ids.length);
  }
  return { text, segments, placeAt };
}

/** What is changed in a sequence that is a segment of a text, from `start` on; behind its end nothing matters. */
function placed({ ids, patches = [] }: Sequence, segment: number, start: number): Intervention[] {
  const inText = (of: Intervention['value']): Intervention['value'] =>
    typeof of === 'number' ? of : (token) => of(Math.min(token - start, ids.length - 1));
  return patches.map(({ keep = 0, value, ...neuron }) => ({
    ...neuron,
    segment,
    keep: inText(keep),
    value: inText(value),
  }));
}
