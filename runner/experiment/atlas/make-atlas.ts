/**
 * The stage `atlas`: profiles every neuron of the recorded component from the recording and the model, and publishes the
 * profiles beside the result, with what earlier tokens have put into the neurons that it shows first. An atlas of the same model, text and
 * settings that stands already is left as it is.
 */
import { atlasArraysOf } from '../../analysis/atlas/atlas.ts';
import { atlasFiles } from '../../analysis/atlas/atlas-file.ts';
import type { AtlasParts } from '../../analysis/atlas/atlas-schema.ts';
import { effectsOnFeatures } from '../../analysis/atlas/effects.ts';
import { standingCriteria } from '../../analysis/atlas/learned.ts';
import { benchOf, minimumPermutations } from '../../analysis/findings/bench.ts';
import { directionOf } from '../../analysis/findings/direct-effect.ts';
import { labelsSeen } from '../../analysis/findings/meaningless.ts';
import { reachOf } from '../../analysis/findings/reach.ts';
import { untrainedCriteria } from '../../analysis/findings/untrained.ts';
import { rankOf } from '../../analysis/findings/verdict.ts';
import { type OcclusionTarget, occluded } from '../../analysis/reading/occlusion.ts';
import { type Runner, withRunner } from '../../analysis/reading/runner.ts';
import { occludedTokens, substituteCount } from '../../analysis/stats/substitutes.ts';
import { viewed } from '../../analysis/stats/view.ts';
import { allSettledOrThrow } from '../../core/all-settled.ts';
import { at, item } from '../../core/at.ts';
import { keyOf } from '../../core/disk-cache.ts';
import { collectGarbage } from '../../core/release-memory.ts';
import { turned, turnedPlaces, within } from '../../core/reverse-segments.ts';
import { areNumbers } from '../../core/values.ts';
import { analysedComponents, nameOf, nameOfNetwork, rangeIn } from '../../nn/models/networks.ts';
import { sizeOf } from '../../nn/models/program.ts';
import { componentName, operationsPerToken, type Readable, readerOf, widthOf } from '../../nn/models/reading.ts';
import { rowProducts } from '../../nn/models/row-products.ts';
import { describeFeature } from '../../text/labels/features.ts';
import { shownTokens } from '../../text/settings.ts';
import type { EvidenceContext, JudgedContext } from '../context.ts';
import { claimTestInput, decoderAbove } from '../evidence/claim-test-input.ts';
import { bothScored, halvesOf } from '../evidence/halves.ts';
import { sweepFor } from '../evidence/neuron-threads.ts';
import { untrainedReading } from '../evidence/untrained-threads.ts';
import { evidenceLevel } from '../manifest/parts-schema.ts';
import { drawnOf, recordedNames, recordedOf } from '../manifest/record.ts';
import type { RecordedComponent } from '../manifest/resolved.ts';
import { vectorsHash } from '../model.ts';
import { bannedIds, besideResult, pauseOf } from '../reading.ts';
import type { Result } from '../results/schema.ts';
import { type AtlasPublication, publishedAtlas, writeAtlases } from '../results/write.ts';
import { aside } from './aside.ts';
import { neuronMemories } from './memory.ts';
import { profilesOf, worthThreads } from './profiles.ts';

/** Raised when an atlas of the same experiment would come out otherwise. */
const version = 11;

/** @throws Interrupted when the user asks to stop: the result stays as it is. */
export const makeAtlas = (context: JudgedContext): Promise<Result> =>
  besideResult(
    context,
    {
      code: 'stopped-atlas',
      what: 'Stopped while the atlas was made',
      stands: (folder) => `The result in ${folder} is complete but for its atlas`,
    },
    () => atlasesMade(context),
  );

async function atlasesMade(context: JudgedContext): Promise<Result> {
  const { paths, result } = context;
  const wanted = wantedArrays(context);
  const standing = result.atlases ?? [];
  if (wanted.length === 0) return standing.length === 0 ? result : writeAtlases(paths.result, []);
  const atlases: AtlasPublication[] = [];
  let made = 0;
  await withRunner(context.engine, context.checkpoint, context.observed.before, async (runner) => {
    for (const { component, layer } of wanted) {
      const own = {
        ...context,
        manifest: { ...context.manifest, record: { component, layer } },
        drawn: { component, layer },
      };
      const key = keyOf(version, leadingNeurons(own), ...dependsOn(own));
      const known = await publishedAtlas(paths.result, component, layer, key);
      if (known === null) made++;
      atlases.push(known ?? (await atlasOfArray(own, runner, key)));
    }
  });
  const stands = made === 0 && standing.length === wanted.length;
  return stands ? result : writeAtlases(paths.result, atlases);
}

/** Those that are recorded, the one that pages begin with first; then, where they are wanted, the other components of the first's layer. */
function wantedArrays({ manifest, checkpoint, result: { record } }: JudgedContext): readonly RecordedComponent[] {
  const isDrawn = (each: RecordedComponent) => each.component === record.component && each.layer === record.layer;
  const recorded = recordedOf(manifest).toSorted((a, b) => Number(isDrawn(b)) - Number(isDrawn(a)));
  const { layer } = drawnOf(manifest);
  const ofLayer = analysedComponents(nameOfNetwork(checkpoint.architecture)).map((component) => ({ component, layer }));
  const others = ofLayer.filter(
    (each) => !recorded.some((own) => own.component === each.component && own.layer === layer),
  );
  return { none: [], component: recorded, all: [...recorded, ...others] }[manifest.atlas];
}

/** @param own the experiment, as if the array alone were recorded. @param runner of its network. */
async function atlasOfArray(own: JudgedContext, runner: Runner, key: string): Promise<AtlasPublication> {
  const { manifest, checkpoint, observed, warmUp, reporter, tools, compared } = own;
  const { component, layer } = drawnOf(manifest);
  reporter.step(`Measuring each neuron's ${nameOf(component)}`);
  const text = halvesOf(observed, warmUp);
  const onProgress = (share: number) =>
    reporter.progress({ done: share, total: 2, text: 'Reading with untrained networks' });
  const { networks } = untrainedCriteria;
  const level = evidenceLevel(manifest.evidence);
  const untrained =
    level === 'full' ? await untrainedReading(own, text)('drawn', { networks, onProgress, probes: false }) : [];
  await collectGarbage();
  const { recording, ids, segments, direction } = observed;
  const activations = await recording.at(componentName(component, layer));
  const descriptions = compared.map(({ feature }) => describeFeature(feature, tools.unit));
  const scored = bothScored(text);
  const most = shownTokens(manifest);
  const pause = pauseOf(own);
  // At the same time: threads read and measure effects while neurons are profiled. Beside quick evidence nothing more is read.
  const memory = level === 'quick' ? Promise.resolve(null) : neuronMemories(own, runner, activations);
  // Where nothing is counted as learned nobody asks for the largest under permutation.
  const permutations = untrained.length > 0 ? standingCriteria.permutations : minimumPermutations;
  const seen = claimTestInput(own, text, compared).then((input) => benchOf({ ...input, permutations }, sweepFor(own)));
  const effects = seen.then((bench) => effectsOnFeatures(bench, descriptions, untrained));
  const profile = async () => {
    const bench = await seen;
    const directions = await directionsOf(own);
    const { input } = bench;
    const isWorth = worthThreads(activations.length, scored.positions.length);
    const { side, lags } = reachOf(checkpoint.unit);
    const range = rangeIn(nameOfNetwork(checkpoint.architecture), component);
    const profiled = {
      ids,
      segments,
      activations,
      range,
      seed: manifest.seed,
      side,
      backward: direction === 'backward',
      scored: { ...scored, documents: viewed(documentOf(observed), scored) },
    };
    return await atlasArraysOf({
      ...profiled,
      component,
      layer,
      effects,
      memory,
      lags,
      vocabulary: checkpoint.vocabulary,
      async profiles(numbers) {
        const profiles = await profilesOf(profiled, numbers, async (done) => {
          reporter.progress({ done: activations.length + done, total: 2 * activations.length, text: `neuron ${done}` });
          if (done % 16 === 0) await pause();
          if (done === activations.length) reporter.step('Writing the atlas');
        });
        // Before this thread goes on: others wait for them.
        if (untrained.length > 0) await labelsSeen(bench);
        return profiles;
      },
      onsets(best) {
        const features = bench.features.map(({ scored }) => ({ scored }));
        const { text, activations } = input;
        return aside(isWorth, 'onsets', { input: { text, activations }, features }, best, lags);
      },
      plane: (correlations) => aside(isWorth, 'plane', correlations, activations.length, manifest.seed),
      decoder: decoderAbove(checkpoint, layer).decoder ?? null,
      direction: (neuron) => item(directions, neuron),
      product: (rows, neurons) => rowProducts(own.engine, rows, neurons),
      strongest: {
        features: bench.features,
        activations: input.activations,
        written: input.written ?? Array.from(input.text.confirmation.types, (type) => item(input.vocabulary, type)),
        length: input.text.confirmation.length,
        // Marked by looking at whole documents, as everywhere. A number is carried by no token.
        shown: compared.map(({ mask }) => {
          const carriers = areNumbers(mask) ? new Uint8Array(mask.length) : mask;
          return turned(carriers.slice(0, most), direction === undefined ? [] : within(segments, most));
        }),
      },
      leading: leadingNeurons(own),
      parts: async (asked) => (level === 'quick' ? [] : await partsAt(own, runner, asked, activations)),
    });
  };
  // Whatever fails, nothing goes on behind its back.
  const [atlas] = await allSettledOrThrow([profile(), memory, seen, effects]);
  return { component, layer, files: atlasFiles(atlas, key) };
}

/** [neurons] An output gate's direction is that of the hidden state, which is let go again; the other components' own tells nothing more. */
async function directionsOf({ manifest, checkpoint, observed }: JudgedContext): Promise<(1 | -1 | null)[]> {
  const { component, layer } = drawnOf(manifest);
  const name = componentName('hidden', layer);
  if (component === 'output')
    return (await observed.recording.at(name)).map((values) => directionOf(component, values));
  const units = widthOf(checkpoint.architecture, componentName(component, layer));
  return new Array(units).fill(directionOf(component, new Float32Array(0)));
}

function dependsOn({ manifest, checkpoint, observed, warmUp, vectors, compared }: JudgedContext) {
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const { seed, model, evidence, observe } = manifest;
  return [
    checkpoint.architecture,
    observed.ids,
    observed.segments,
    observed.before,
    warmUp,
    seed,
    drawnOf(manifest).layer,
    { none: true, full: false, quick: 'quick' }[evidenceLevel(evidence)],
    // Of words it is what it was when atlases that stand were made.
    ...(compared.some(({ mask }) => areNumbers(mask)) ? ['what neurons say of numbers'] : []),
    ...(checkpoint.unit === 'word' || checkpoint.unit === 'subword' ? [] : [reachOf(checkpoint.unit)]),
    // Where it is the usual number, it is what it was when atlases that stand were made.
    ...(observe.shown === undefined ? [] : ['shown tokens', observe.shown]),
    model.initialization,
    vectorsHash(manifest, vectors),
    ...weights,
    ...compared.flatMap(({ feature, mask }) => [feature, mask]),
  ];
}

/** [tokens] The document that each observed token is from. */
function documentOf({ segments, documentOfSegment, ids }: JudgedContext['observed']): Int32Array {
  const documents = new Int32Array(ids.length);
  for (const [segment, [start, length]] of segments.entries()) {
    documents.fill(at(documentOfSegment, segment), start, start + length);
  }
  return documents;
}

/** What more places than the fewest may cost, and all tokens of those: a few seconds of two processors. */
const operations = { places: 1.5e11, tokens: 2.5e11 } as const;
const places = { fewest: 2, most: 24 } as const;
const fewestTokens = 16;

/** How many places are asked about, and so many tokens that end with each: all, but of networks that take too long for that. */
export function roomFor(network: Readable): { count: number; tokens: number } {
  const each = substituteCount * operationsPerToken(network);
  const perPlace = (each * occludedTokens ** 2) / 2;
  const count = Math.max(places.fewest, Math.min(places.most, Math.floor(operations.places / perPlace)));
  // Only the last token of each reading is decoded.
  const step = 2 * substituteCount * parametersPerStep(network);
  const affordable = Math.floor(Math.sqrt((2 * operations.tokens) / (places.fewest * step)));
  return { count, tokens: Math.max(fewestTokens, Math.min(occludedTokens, affordable)) };
}

const parametersPerStep = (network: Readable): number =>
  Object.values(readerOf(network).parameters.step).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** Neurons that lead a feature, of the component and layer that are recorded, those of the highest verdict first. */
export function leadingNeurons({ manifest, result: { evidence } }: JudgedContext): number[] {
  const { component, layer } = drawnOf(manifest);
  const leads = (evidence?.claims ?? [])
    .filter((claim) => claim.lead && claim.component === component && claim.layer === layer)
    .sort((a, b) => rankOf(b.verdict.level) - rankOf(a.verdict.level));
  return [...new Set(leads.map(({ neuron }) => neuron))];
}

/**
 * @param runner of the experiment's network.
 * @param wanted the most wanted first; as many are read as a network of this size allows.
 * @param activations [neurons] each [tokens] of the recorded component.
 */
export async function partsAt(
  context: EvidenceContext,
  runner: Runner,
  wanted: readonly OcclusionTarget[],
  activations: readonly Float32Array[],
): Promise<AtlasParts[]> {
  const { manifest, checkpoint, observed } = context;
  const { ids, segments, tokens } = observed;
  const { count, tokens: most } = roomFor(checkpoint.architecture);
  const ends = new Set(segments.map(([start, length]) => start + length - 1));
  const starts = new Set(segments.map(([start]) => start));
  const asked = wanted.filter(({ position }) => !ends.has(position) && !starts.has(position)).slice(0, count);
  if (asked.length === 0) return [];
  const found = await occluded(runner, {
    ids,
    segments,
    asked,
    most,
    pause: pauseOf(context),
    array: item(recordedNames(manifest), 0),
    never: bannedIds(checkpoint.vocabulary),
  });
  return found.map(({ first, value, probability, chance }, index) => {
    const { neuron, position } = item(asked, index);
    const short = (values: Iterable<number>) => Array.from(values, (each) => Number(each.toPrecision(4)));
    return {
      neuron,
      ...(observed.direction === undefined
        ? { position }
        : { position: item(turnedPlaces([position], segments), 0), backward: true as const }),
      tokens: tokens.slice(first, position + 1),
      activations: short(item(activations, neuron).subarray(first, position + 1)),
      value: short(value),
      probability: short(probability),
      next: item(tokens, position + 1),
      chance: at(short([chance]), 0),
    };
  });
}
