/**
 * What networks that never learnt have of the features: read once, on all processors, by evidence or atlas, whichever asks first, and kept
 * in the run folder under the key of all that it depends on. Of networks drawn anew, which know nothing of the trained one (or of a whole
 * network with its weights shuffled), as `untrained/<component>.<layer>.bin` (of several arrays their names with a + between them); of the
 * trained one with its weights shuffled, and of the manifest's own features alone, in `shuffled/`. Starts threads.
 */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { standingCriteria } from '../../analysis/atlas/learned.ts';
import { type Bench, benchOf } from '../../analysis/findings/bench.ts';
import type { OnProgress, UntrainedNetwork } from '../../analysis/findings/finding.ts';
import { labelsSeen } from '../../analysis/findings/meaningless.ts';
import { effectsOfNetworks, type NetworkLook, untrainedBounds } from '../../analysis/findings/untrained.ts';
import { type NeuronsTask, observeNeurons, unitsOfAll } from '../../analysis/reading/observe.ts';
import type { Activations, Halves } from '../../analysis/stats/tested-text.ts';
import { meanwhile } from '../../core/all-settled.ts';
import { item } from '../../core/at.ts';
import { cores } from '../../core/cores.ts';
import { keep, kept, keyOf } from '../../core/disk-cache.ts';
import { askToStop, inThread, newStop } from '../../core/pool.ts';
import { shared, sharedFloats } from '../../core/shared-memory.ts';
import { isOfCells, operationsPerToken, parameterCountOf, type Readable } from '../../nn/models/reading.ts';
import { referenceClass, withinFeature } from '../../text/labels/features.ts';
import type { EvidenceContext } from '../context.ts';
import { evidenceLevel } from '../manifest/parts-schema.ts';
import { recordedNames, recordedOf } from '../manifest/record.ts';
import { pauseOf } from '../reading.ts';
import { arraysOf, inputWith } from './claim-test-input.ts';
import { fitInThread } from './fit-threads.ts';
import { bothScored, type HalvedText, halfOfDocuments, halved } from './halves.ts';
import { sweepFor } from './neuron-threads.ts';
import { type Unlearnt, untrainedNetwork } from './untrained-networks.ts';
import type { NetworkTask } from './untrained-worker.ts';

/** Networks that never learnt: all weights drawn anew, or those of the trained network shuffled. */
export type UntrainedKind = 'drawn' | 'shuffled';

/** How a whole network begins is not known, and some of its first weights are zeros: its own weights are shuffled instead. */
export const isShuffled = (kind: UntrainedKind, architecture: Readable): boolean =>
  kind === 'shuffled' || !isOfCells(architecture);

export const unlearntOf = (
  { manifest, checkpoint, vectors }: Pick<EvidenceContext, 'manifest' | 'checkpoint' | 'vectors'>,
  kind: UntrainedKind,
): Unlearnt => ({
  architecture: checkpoint.architecture,
  initialization: manifest.model.initialization,
  vectors: vectors ?? null,
  seed: manifest.seed,
  ...(isShuffled(kind, checkpoint.architecture) && { trained: checkpoint.weights }),
});

/** Work of fewer operations is done sooner than threads are started. */
const operationsWorthThreads = 2e11;

export const mostMemory = {
  /** Bytes that the activations of the trained network and of those that are being read may take together. */
  activations: 1.2e9,
  /** Those that the weights of networks that are being read may take: each has them itself, and twice more in its session. */
  weights: 2e9,
};
const copiesOfWeights = 3;

/** Whether the activations of the trained network, so many bytes, leave room for those of another. */
export const leaveRoom = (bytes: number): boolean => 2 * bytes <= mostMemory.activations;

/**
 * How many networks are read at once.
 * @param bytes that one's activations take; the trained one's are there already.
 * @param weights numbers that one has.
 */
export const readersWithin = (bytes: number, weights: number, threads: number): number => {
  const ofWeights = copiesOfWeights * Float32Array.BYTES_PER_ELEMENT * weights;
  const { activations, weights: most } = mostMemory;
  const able = Math.min(Math.floor(activations / Math.max(1, bytes)) - 1, Math.floor(most / ofWeights));
  return Math.max(1, Math.min(threads, able));
};

export interface UntrainedTask extends Omit<NeuronsTask, 'checkpoint' | 'into' | 'onProgress'> {
  unlearnt: Unlearnt;
  networks: number;
  /** The number of the first that is read; absent: 0. */
  from?: number;
  onProgress?(tokensDone: number, tokensInAll: number): void;
  /** Done while the first are being read. */
  meanwhile?(): Promise<unknown>;
}

/**
 * Untrained networks read a text. In threads, each by one, the next are being read while the last is looked at: what they give is
 * the same as one after the other, but for rounding. Only the CPU's onnx engine is quicker so, and only of much work.
 * @param worthThreads operations up to which no threads are started.
 * @yields activations of the arrays that are asked for, [units] each [wanted tokens]; one that comes later overwrites them.
 */
export async function* untrainedNetworks(
  task: UntrainedTask,
  threads = cores(),
  worthThreads = operationsWorthThreads,
): AsyncGenerator<Activations> {
  const { unlearnt, networks, from = 0, onProgress, meanwhile, ...own } = task;
  const { engine, pause, ...reading } = own;
  const { architecture } = unlearnt;
  const units = unitsOfAll(architecture, own.arrays);
  const wanted = own.view.positions.length;
  const tokens = own.segments.reduce((sum, [, length]) => sum + length, 0);
  const left = networks - from;
  const able = readersWithin(
    units * wanted * Float32Array.BYTES_PER_ELEMENT,
    parameterCountOf(architecture),
    Math.min(threads, left),
  );
  const isMuch = left * tokens * operationsPerToken(architecture) > worthThreads;
  // One at a time the engine itself reads on all processors.
  const readers = isMuch && engine.name === 'onnx' && engine.device === 'cpu' ? able : 1;
  const memory = Array.from({ length: readers }, () => sharedFloats(units * wanted));
  const given = readers > 1 ? shared({ reading, unlearnt }) : { reading, unlearnt };
  const stop = newStop();
  const done = new Array<number>(networks).fill(0).fill(tokens, 0, from);
  /** [networks] Those that are being read, or were. */
  const answers: Promise<unknown>[] = [];
  const begin = (network: number): void => {
    if (network >= networks) return;
    const into = item(memory, network % readers);
    const hear = (read: number): void => {
      done[network] = read;
      onProgress?.(
        done.reduce((sum, each) => sum + each, 0),
        networks * tokens,
      );
    };
    answers[network] =
      readers > 1
        ? inThread<NetworkTask, void, number>(
            new URL('./untrained-worker.ts', import.meta.url),
            { ...given, network, into },
            async (read) => {
              hear(read);
              await pause?.();
            },
            stop,
          )
        : observeNeurons({ ...own, checkpoint: untrainedNetwork(unlearnt, network), into, onProgress: hear });
  };
  try {
    for (let network = from; network < from + readers; network++) begin(network);
    await meanwhile?.();
    for (let network = from; network < networks; network++) {
      await answers[network];
      const read = item(memory, network % readers);
      yield Array.from({ length: units }, (_, unit) => read.subarray(unit * wanted, (unit + 1) * wanted));
      begin(network + readers);
    }
  } finally {
    askToStop(stop);
    await Promise.allSettled(answers);
  }
}

/**
 * What networks that never learnt have of a text's halves; segments that are in neither are not read.
 * @yields [neurons] each [scored tokens of the half].
 */
export async function* halvedNetworks(
  task: Omit<UntrainedTask, 'view'>,
  text: HalvedText,
): AsyncGenerator<Halves<Activations>> {
  const inHalf = new Set([...text.discovery.read.positions, ...text.confirmation.read.positions]);
  const segments = task.segments.filter(([start]) => inHalf.has(start));
  const networks = untrainedNetworks({ ...task, segments, view: bothScored(text) });
  for await (const network of networks) yield halved(network, text);
}

/** Raised when networks are drawn, read or measured otherwise. */
const version = 4;

const folders: Readonly<Record<UntrainedKind, string>> = { drawn: 'untrained', shuffled: 'shuffled' };

const numbers = z.array(z.number().nullable());
const table = z.array(z.instanceof(Float64Array));
const networksSchema: z.ZodType<UntrainedNetwork[]> = z.array(
  z.object({
    discovery: table,
    confirmation: table,
    probes: numbers,
    standing: z.object({ z: table, threshold: z.number(), labels: numbers }).nullable(),
    curves: z.array(z.array(z.number()).nullable()).optional(),
    documents: numbers.optional(),
  }),
);

interface Asked {
  /** How many networks; the first of them are the same whatever is asked. */
  networks: number;
  /** Hears the share that is read, 0 to 1; may throw to stop: then the networks are kept that were read by then. */
  onProgress?: OnProgress | undefined;
  /** Whether the first network is read by a probe too, as full evidence asks; absent: where the manifest asks for that. */
  probes?: boolean;
}

export type UntrainedReading = (kind: UntrainedKind, asked: Asked) => Promise<readonly UntrainedNetwork[]>;

/**
 * Networks that never learnt read half of the documents. Of several arrays each is looked at by itself too, and kept, where it is to have an atlas: they are read once for all.
 * @returns what gives [networks] of the manifest's features and, behind them, of all others that neurons are compared by; all that it is
 *   asked is asked of the same labels that mean nothing, drawn once.
 */
export function untrainedReading(context: EvidenceContext, whole: HalvedText): UntrainedReading {
  const { manifest } = context;
  // Where documents have labels, a document is one observation: half of them say less of each neuron.
  const text = context.documents.length > 0 ? whole : halfOfDocuments(whole);
  let known: Bench | undefined;
  /** While networks are being read that its threads were free for. */
  const benchFor = async (own: EvidenceContext): Promise<Bench> => {
    await setImmediate();
    const { permutations } = standingCriteria;
    const nobody = () => inputWith({ discovery: [], confirmation: [] }, own, text, own.compared);
    known ??= benchOf({ ...nobody(), permutations }, sweepFor(own), fitInThread);
    const input = { ...known.input, arrays: arraysOf(own.manifest, own.checkpoint), drawn: own.drawn };
    return { ...known, input, effects: {} };
  };
  return async (kind, asked) => {
    const { networks } = asked;
    const all = await lookedOf(context, text, { ...asked, kind });
    if (all.before.length >= networks) return all.before.slice(0, networks);
    const arrays = recordedOf(manifest);
    const each = arrays.length > 1 && all.standing ? arraysOf(manifest, context.checkpoint) : [];
    const alone: NetworkLook[] = [];
    let from = 0;
    for (const { units, component, layer } of each) {
      const own = { ...context, manifest: { ...manifest, record: { component, layer } }, drawn: { component, layer } };
      const looked = await lookedOf(own, text, { kind, networks, probes: false });
      // One that was read alone, or of which more is kept, is left as it is.
      if (looked.before.length === all.before.length)
        alone.push({ ...looked, bench: meanwhile(benchFor(own)), alone: { from, units } });
      from += units;
    }
    const bench = meanwhile(benchFor(context));
    async function* networksRead() {
      const { ids, before, segments } = context.observed;
      // Networks are read while others are looked at, and either may take the longer: each is half of the work.
      let looked = all.before.length;
      let read = looked / networks;
      const tell = () => asked.onProgress?.((read + looked / networks) / 2);
      const task = {
        engine: context.engine,
        unlearnt: unlearntOf(context, kind),
        arrays: recordedNames(manifest),
        ids,
        before,
        segments,
        networks,
        from: looked,
        pause: pauseOf(context),
        onProgress(done: number, total: number) {
          read = done / total;
          tell();
        },
        meanwhile: async () => all.standing && (await labelsSeen(await bench)),
      };
      for await (const network of halvedNetworks(task, text)) {
        yield network;
        looked += 1;
        tell();
      }
    }
    return await effectsOfNetworks([{ ...all, bench }, ...alone], networksRead());
  };
}

/** How the recorded arrays of these networks are looked at, and what is known of that. */
async function lookedOf(
  context: EvidenceContext,
  text: HalvedText,
  {
    kind,
    networks,
    probes = kind === 'drawn' && evidenceLevel(context.manifest.evidence) === 'full',
  }: Asked & { kind: UntrainedKind },
) {
  const { manifest, paths, checkpoint, tools, compared } = context;
  const { ids, segments, before } = context.observed;
  // Beside quick evidence an atlas does not tell what was learned.
  const forAtlas = kind === 'drawn' && manifest.atlas !== 'none' && evidenceLevel(manifest.evidence) === 'full';
  const array = recordedNames(manifest).join('+');
  const probed = probes ? manifest.features.length : 0;
  const key = keyOf(
    version,
    array,
    forAtlas,
    standingCriteria,
    untrainedBounds,
    unlearntOf(context, kind),
    tools.unit,
    checkpoint.vocabulary,
    ids,
    segments,
    before,
    text,
    context.documents,
    compared.map(({ feature, mask }) => [referenceClass(feature), withinFeature(feature), mask]),
  );
  const place = { path: join(paths.run, folders[kind], `${array}.bin`), key, schema: networksSchema };
  const known = (await kept(place)) ?? [];
  let last = context.now().getTime();
  return {
    standing: forAtlas,
    probed,
    // Quick evidence takes what full evidence kept, probes and all.
    before: (known[0]?.probes.length ?? 0) >= probed ? known : [],
    /** All of it is kept at the end, and the networks so far when the last time is a while ago. */
    async onFound(found: readonly UntrainedNetwork[]) {
      const now = context.now().getTime();
      if (found.length < networks && now - last < pause) return;
      await keep(place, found);
      last = now;
    },
  };
}

/** Milliseconds of reading that may be lost when the work is stopped. */
const pause = 10_000;
