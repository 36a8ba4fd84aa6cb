/**
 * Fulfils what the findings of an experiment ask to be read: by its network with neurons held, by untrained networks, by other
 * seeds, by the same network at earlier epochs; and what was recorded already. Reads models and recordings.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  EpochActivations,
  OnProgress,
  OtherSeed,
  ReadingName,
  Readings,
} from '../../analysis/findings/finding.ts';
import type { Reason } from '../../analysis/findings/reasons-schema.ts';
import { replicated } from '../../analysis/findings/rungs/replicated.ts';
import { untrainedCriteria } from '../../analysis/findings/untrained.ts';
import { observeNeurons, unitsOfAll } from '../../analysis/reading/observe.ts';
import type { Activations, HalfName, Halves } from '../../analysis/stats/tested-text.ts';
import { firstTokens } from '../../analysis/stats/view.ts';
import { sharedFloats } from '../../core/shared-memory.ts';
import { type Checkpoint, loadModel } from '../../nn/models/checkpoint.ts';
import { componentName, isOfCells, type Readable } from '../../nn/models/reading.ts';
import type { EvidenceContext } from '../context.ts';
import { epochsOf } from '../kept-models.ts';
import { evidenceLevel } from '../manifest/parts-schema.ts';
import { recordedNames } from '../manifest/record.ts';
import { trainedModel } from '../model.ts';
import { pauseOf } from '../reading.ts';
import { arraysOf } from './claim-test-input.ts';
import { type HeldReadings, type HeldTask, heldReadings } from './clamped-runs.ts';
import { bothScored, type HalvedText, halved } from './halves.ts';
import { type UntrainedKind, unlearntOf, untrainedReading } from './untrained-threads.ts';

export function readingsOf(context: EvidenceContext, text: HalvedText): Readings & Pick<HeldReadings, 'release'> {
  const { manifest, checkpoint, engine, observed } = context;
  const arrays = arraysOf(manifest, checkpoint);
  const { ids, segments, before, nll } = observed;
  const pause = pauseOf(context);
  const reading = untrainedReading(context, text);
  const unlearned = (kind: UntrainedKind, networks: number, onProgress?: OnProgress) =>
    reading(kind, { networks: Math.min(networks, mostNetworks(manifest)), onProgress });
  const taskOf = (half: HalfName): HeldTask => ({ arrays, ids, segments, view: text[half].read, nll, pause });
  return {
    ...heldReadings(engine, checkpoint, taskOf, before),
    untrained: (networks, onProgress) => unlearned('drawn', networks, onProgress),
    shuffled: async (networks, onProgress) =>
      isShuffledToo(context) ? await unlearned('shuffled', networks, onProgress) : [],
    seeds: (onProgress) => otherSeeds(context, text, onProgress),
    epochs: (onProgress) => epochReadings(context, text, onProgress),
    recorded: ({ component, layer }, most) =>
      observed.recording.at(componentName(component, layer), firstTokens(Math.min(most, ids.length))),
  };
}

/** Quick evidence reads with no more networks, though more would tell some claims from them. */
const mostNetworks = ({ evidence }: EvidenceContext['manifest']): number =>
  evidenceLevel(evidence) === 'full' ? untrainedCriteria.most : untrainedCriteria.networks;

/**
 * Where this program trained the network, untrained ones are drawn as it began. Only where that is not known are its weights
 * shuffled too (of a whole network those are the untrained ones already): those of a trained network are large, and what they do in another order is a harder control than
 * its beginning was (of the language `counter`, whose neuron is known to count, it refused the state 'all paid').
 */
const isShuffledToo = ({ checkpoint: { training, architecture } }: EvidenceContext): boolean =>
  training === undefined && isOfCells(architecture);

/** What each reading depends on beyond the model, the text and what is asked of it. */
export async function readingsDependOn(
  context: EvidenceContext,
): Promise<Readonly<Record<ReadingName, readonly unknown[]>>> {
  const { manifest, checkpoint } = context;
  const networks = mostNetworks(manifest);
  const most = networks === untrainedCriteria.most ? [] : [networks];
  return {
    losses: [],
    predictions: [],
    steps: [],
    changes: [],
    recorded: [],
    untrained: [unlearntOf(context, 'drawn'), ...most],
    shuffled: isShuffledToo(context) ? [unlearntOf(context, 'shuffled'), ...most] : [],
    seeds: [manifest.seed, manifest.seeds],
    epochs: [checkpoint.training?.trainingHash, await keptEpochs(context)],
  };
}

/** In the order of the training; none where the model was loaded rather than trained. */
async function keptEpochs({ manifest, checkpoint, paths }: EvidenceContext): Promise<number[]> {
  if (manifest.train.keep !== 'all' || checkpoint.training === undefined) return [];
  const names = await readdir(epochsOf(paths.run)).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

async function* epochReadings(
  context: EvidenceContext,
  text: HalvedText,
  onProgress?: OnProgress,
): AsyncGenerator<EpochActivations> {
  const { checkpoint, paths, observed } = context;
  const epochs = await keptEpochs(context);
  const total = observed.ids.length * epochs.length;
  for (const [index, epoch] of epochs.entries()) {
    const model = await loadModel(join(epochsOf(paths.run), String(epoch)));
    // One of another training is from before the settings were changed.
    if (model.training?.trainingHash !== checkpoint.training?.trainingHash) continue;
    const onRead = (done: number) => onProgress?.((observed.ids.length * index + done) / total);
    yield { epoch, activations: await halvesReadBy(model, context, text, onRead) };
  }
}

/** @returns why there are none, where the manifest asks for one seed alone. */
function otherSeeds(
  context: EvidenceContext,
  text: HalvedText,
  onProgress?: OnProgress,
): AsyncIterable<OtherSeed> | Reason {
  const { manifest, checkpoint } = context;
  if (manifest.seeds > 1) return trainedSeeds(context, text, onProgress);
  const trained = manifest.model.checkpoint === null;
  // Networks trained here would be others: another corpus, another training.
  if (!trained && checkpoint.training === undefined) return { code: 'trained elsewhere' };
  return { code: 'one seed', seeds: 1 + replicated.criteria.otherSeeds, trained };
}

/** Trains the network of each further seed, or finds it trained, and reads the text with it. */
async function* trainedSeeds(
  context: EvidenceContext,
  text: HalvedText,
  onProgress: OnProgress = () => {},
): AsyncGenerator<OtherSeed> {
  const { manifest, engine, paths, reporter, observed } = context;
  // Of the further seeds only the end is looked at.
  const asked = { ...manifest, train: { ...manifest.train, keep: 'best' as const }, watch: 'none' as const };
  for (let further = 1; further < manifest.seeds; further++) {
    const seed = (manifest.seed + further) % 2 ** 32;
    reporter.line(`Seed ${seed}, ${further + 1} of ${manifest.seeds}`);
    const run = join(paths.run, 'seeds', String(seed));
    const own = { ...context, manifest: { ...asked, seed }, paths: { ...paths, run } };
    const { checkpoint } = await trainedModel(own, engine);
    const onRead = (done: number) =>
      reporter.progress({ done, total: observed.ids.length, text: `reading with seed ${seed}` });
    yield { seed, activations: await halvesReadBy(checkpoint, context, text, onRead) };
    onProgress(further / (manifest.seeds - 1));
  }
}

/**
 * The analysed arrays of both halves as another network reads the text now.
 * @param onProgress hears how many of the text's tokens it has read.
 */
async function halvesReadBy(
  checkpoint: Pick<Checkpoint<Readable>, 'architecture' | 'weights'>,
  context: EvidenceContext,
  text: HalvedText,
  onProgress: (tokens: number) => void,
): Promise<Halves<Activations>> {
  const { engine, manifest, observed } = context;
  const { ids, segments, before } = observed;
  const [view, arrays] = [bothScored(text), recordedNames(manifest)];
  const into = sharedFloats(unitsOfAll(checkpoint.architecture, arrays) * view.positions.length);
  const pause = pauseOf(context);
  const task = { engine, checkpoint, ids, segments, before, arrays, view, into, onProgress, pause };
  return halved(await observeNeurons(task), text);
}
