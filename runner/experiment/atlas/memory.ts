/** How long the neurons of a component remember: reads with the network, and with networks that never learnt. */
import { type AtlasMemory, memoryDistances } from '../../analysis/atlas/memory.ts';
import { lowerLayers } from '../../analysis/reading/observe.ts';
import type { Network } from '../../analysis/reading/programs.ts';
import {
  contextLosses,
  type JoinsTask,
  type ReadJoins,
  readJoins,
  recordedLosses,
  recordedStates,
} from '../../analysis/reading/read-joins.ts';
import { type Runner, withRunner } from '../../analysis/reading/runner.ts';
import { fewestJoins, type JoinedText, joinsOf, usualHalves } from '../../analysis/stats/joins.ts';
import { memoryOf } from '../../analysis/stats/memory.ts';
import { takeEvenly } from '../../analysis/stats/varied-places.ts';
import { allSettledOrThrow } from '../../core/all-settled.ts';
import { item } from '../../core/at.ts';
import { inThread } from '../../core/pool.ts';
import { shared } from '../../core/shared-memory.ts';
import type { Engine } from '../../nn/models/program.ts';
import { isOfCells, operationsPerToken, type Readable } from '../../nn/models/reading.ts';
import type { EvidenceContext } from '../context.ts';
import { type Unlearnt, untrainedNetwork } from '../evidence/untrained-networks.ts';
import { unlearntOf } from '../evidence/untrained-threads.ts';
import { recordedNames } from '../manifest/record.ts';
import { keptArrays, pauseOf } from '../reading.ts';

/** What more joins and more passages than the fewest may cost: a second or two each, of two processors. */
const operations = { joins: 4e11, context: 1.5e11 } as const;
const mostJoins = 256;
const contexts = { fewest: 8, most: 64 } as const;

/** Of untrained networks so many tokens are read before and behind a join, and as many as of the trained one where that is too short. */
const firstHalf = 64;

/**
 * @param runner of the trained network.
 * @param recorded [neurons] each [tokens] of the recorded component.
 * @returns null where the text has room for too few joins.
 */
export async function neuronMemories(
  context: EvidenceContext,
  runner: Runner,
  recorded: readonly Float32Array[],
): Promise<AtlasMemory | null> {
  const { engine, checkpoint, observed } = context;
  const perToken = operationsPerToken(checkpoint.architecture);
  const affordable = (budget: number, tokens: number) => Math.floor(budget / (perToken * tokens));
  const [longest = 0] = usualHalves;
  const most = Math.min(mostJoins, affordable(operations.joins, 2 * longest));
  const joins = joinsOf(observed, { most, halves: usualHalves });
  if (joins === null) return null;
  const distances = memoryDistances.filter((distance) => distance < joins.half);
  const network = lowerLayers(checkpoint, [arrayOf(context)]);
  const { ids, segments } = observed;
  const read = { ids, segments, array: arrayOf(context), pause: pauseOf(context) };
  const count = Math.max(contexts.fewest, Math.min(contexts.most, affordable(operations.context, 16 * joins.half)));
  const passages = { half: joins.half, positions: takeEvenly(joins.positions, count) };
  const readTrained = async () => {
    const before = await recordedStates(observed.recording, network.architecture, {
      recorded: keptArrays(context.manifest, checkpoint.architecture, observed.ids.length),
      positions: joins.positions,
    });
    const rejoin = (lower: Runner) => readJoins(lower, { ...read, joins, recorded, before });
    const isWhole = network === checkpoint;
    const joined = await (isWhole ? rejoin(runner) : withRunner(engine, network, observed.before, rejoin));
    return { neurons: memoryOf(joined, distances), losses: await contextLosses(runner, { ...read, joins: passages }) };
  };
  const others = async () => (context.manifest.evidence === 'none' ? [] : await untrainedMemories(context, joins.half));
  const [untrained, { neurons, losses }] = await allSettledOrThrow([others(), readTrained()]);
  return {
    joins: joins.positions.length,
    acrossDocuments: joins.acrossDocuments,
    tokens: joins.half,
    distances,
    neurons,
    untrained,
    context: [...losses, { tokens: joins.half, losses: recordedLosses(observed.nll, passages) }],
  };
}

/** Their half-lives are of one kind, with nothing to shrink their spread towards; and reading for them takes next to nothing. */
const comparedNetworks = 5;

/** [networks] each [neurons]: half-lives in untrained networks, the first of them those with which evidence and atlas compare. */
async function untrainedMemories(context: EvidenceContext, half: number): Promise<number[][]> {
  const { engine, observed } = context;
  const { ids, segments, documentStarts, before } = observed;
  const pause = pauseOf(context);
  const asked = {
    unlearnt: unlearntOf(context, 'drawn'),
    text: { ids, segments, documentStarts },
    before,
    array: arrayOf(context),
    half,
  };
  // In a thread of its own: this one has other work meanwhile.
  const inItsThread = (engine.sideBySide ?? 1) > 1 && isOfCells(asked.unlearnt.architecture);
  const given = inItsThread ? shared(asked) : asked;
  if (inItsThread) return await inThread<MemoryTask, number[][], null>(workerFile, given, pause);
  return await untrainedHalfLives(engine, given, pause);
}

const workerFile = new URL('./memory-worker.ts', import.meta.url);

export interface MemoryTask {
  unlearnt: Unlearnt;
  text: Pick<JoinsTask, 'ids' | 'segments'> & JoinedText;
  /** Token ids that are read before the text. */
  before: Int32Array;
  array: string;
  /** Tokens of a half in the trained network's joins. */
  half: number;
}

/** [networks] each [neurons]: the half-lives in them, one after the other. */
export async function untrainedHalfLives(
  engine: Engine,
  task: MemoryTask,
  pause: () => Promise<void>,
): Promise<number[][]> {
  const found: number[][] = [];
  for (let network = 0; network < comparedNetworks; network++) {
    found.push(await halfLivesIn(engine, untrainedNetwork(task.unlearnt, network), task, pause));
  }
  return found;
}

function halfLivesIn(
  engine: Engine,
  network: Network<Readable>,
  { text, before, array, half }: MemoryTask,
  pause: () => Promise<void>,
): Promise<number[]> {
  const few = joinsOf(text, { most: fewestJoins, halves: [Math.min(firstHalf, half)] });
  const all = joinsOf(text, { most: fewestJoins, halves: [half] });
  if (few === null || all === null) throw new RangeError(`memory: no room for ${fewestJoins} joins of ${half} tokens`);
  const livesIn = (read: ReadJoins) => memoryOf(read, []).map(({ halfLife }) => halfLife);
  return withRunner(engine, lowerLayers(network, [array]), before, async (runner) => {
    const first = await readJoins(runner, { ...text, joins: few, array, pause });
    const lives = livesIn(first);
    if (half <= firstHalf || lives.every((each) => each !== Number.POSITIVE_INFINITY)) return lives;
    // Where the longer pieces are the same with more text behind them, they have been read up to their joins.
    const goesOn = all.positions.every((position, join) => position === item(few.positions, join) + few.half);
    return livesIn(
      await readJoins(runner, { ...text, joins: all, array, pause, before: goesOn ? first.ends : undefined }),
    );
  });
}

const arrayOf = ({ manifest }: EvidenceContext): string => item(recordedNames(manifest), 0);
