/** How long the neurons of a component remember: reads with the network, and with networks that never learnt. */
import { type AtlasMemory, memoryDistances } from '../../analysis/atlas/memory.ts';
import { lowerLayers } from '../../analysis/reading/observe.ts';
import {
  contextLosses,
  type JoinsTask,
  type ReadJoins,
  readJoins,
  recordedLosses,
  recordedStates,
} from '../../analysis/reading/read-joins.ts';
import { type Runner, withRunner } from '../../analysis/reading/runner.ts';
import { fewestJoins, type Joins, joinsOf, usualHalves } from '../../analysis/stats/joins.ts';
import { memoryOf } from '../../analysis/stats/memory.ts';
import { spreadOver } from '../../analysis/stats/varied-places.ts';
import { item } from '../../core/at.ts';
import { operationsPerToken } from '../../nn/models/reading.ts';
import type { EvidenceContext } from '../context.ts';
import { untrainedNetwork } from '../evidence/untrained-networks.ts';
import { unlearntOf } from '../evidence/untrained-threads.ts';
import { recordedNames } from '../manifest/record.ts';
import { keptArrays, pauseOf } from '../reading.ts';

/** What more joins and more passages than the fewest may cost: a second or two each, of two processors. */
const operations = { joins: 4e11, context: 1.5e11 } as const;
const mostJoins = 256;
const passages = { fewest: 8, most: 64 } as const;

/** Of untrained networks so many tokens are read before and behind a join, and as many as of the trained one where that is too short. */
const firstHalf = 64;

/**
 * @param recorded [neurons] each [tokens] of the recorded component.
 * @returns null where the text has room for too few joins.
 */
export async function neuronMemories(
  context: EvidenceContext,
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
  const before = await recordedStates(observed.recording, network.architecture, {
    recorded: keptArrays(context.manifest, checkpoint.architecture, observed.ids.length),
    positions: joins.positions,
  });
  const neurons = await withRunner(engine, network, observed.before, async (runner) =>
    memoryOf(await joinsWith(runner, context, joins, { recorded, before }), distances),
  );
  return await withRunner(engine, checkpoint, observed.before, async (runner) => {
    const count = Math.max(passages.fewest, Math.min(passages.most, affordable(operations.context, 16 * joins.half)));
    const read = { half: joins.half, positions: spreadOver(joins.positions, count) };
    const losses = await contextLosses(runner, { ids: observed.ids, joins: read, pause: pauseOf(context) });
    return {
      joins: joins.positions.length,
      acrossDocuments: joins.acrossDocuments,
      tokens: joins.half,
      distances,
      neurons,
      untrained: context.manifest.evidence === 'none' ? [] : await untrainedMemories(context, joins.half),
      context: [...losses, { tokens: joins.half, losses: recordedLosses(observed.nll, read) }],
    };
  });
}

/** Their half-lives are of one kind, with nothing to shrink their spread towards; and reading for them takes next to nothing. */
const comparedNetworks = 5;

/** [networks] each [neurons]: half-lives in untrained networks, the first of them those with which evidence and atlas compare. */
async function untrainedMemories(context: EvidenceContext, half: number): Promise<number[][]> {
  const { engine, observed } = context;
  const found: number[][] = [];
  for (let network = 0; network < comparedNetworks; network++) {
    const unlearnt = lowerLayers(untrainedNetwork(unlearntOf(context, 'drawn'), network), [arrayOf(context)]);
    found.push(await withRunner(engine, unlearnt, observed.before, (runner) => untrainedMemory(runner, context, half)));
  }
  return found;
}

async function untrainedMemory(runner: Runner, context: EvidenceContext, half: number): Promise<number[]> {
  const few = joinsOf(context.observed, { most: fewestJoins, halves: [Math.min(firstHalf, half)] });
  const all = joinsOf(context.observed, { most: fewestJoins, halves: [half] });
  if (few === null || all === null) throw new RangeError(`memory: no room for ${fewestJoins} joins of ${half} tokens`);
  const livesIn = (read: ReadJoins) => memoryOf(read, []).map(({ halfLife }) => halfLife);
  const first = await joinsWith(runner, context, few);
  const lives = livesIn(first);
  if (half <= firstHalf || lives.every((each) => each !== Number.POSITIVE_INFINITY)) return lives;
  // Where the longer pieces are the same with more text behind them, they have been read up to their joins.
  const goesOn = all.positions.every((position, join) => position === item(few.positions, join) + few.half);
  return livesIn(await joinsWith(runner, context, all, { before: goesOn ? first.ends : undefined }));
}

const arrayOf = ({ manifest }: EvidenceContext): string => item(recordedNames(manifest), 0);

/** @param known what was read before: all neurons at the recorded text, or the states before the joins. */
function joinsWith(
  runner: Runner,
  context: EvidenceContext,
  joins: Joins,
  known: Pick<JoinsTask, 'recorded' | 'before'> = {},
): Promise<ReadJoins> {
  const { ids, segments } = context.observed;
  return readJoins(runner, { ...{ ids, segments, joins, array: arrayOf(context), pause: pauseOf(context) }, ...known });
}
