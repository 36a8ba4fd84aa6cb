/**
 * The stage `atlas`: profiles every neuron of the recorded component from the recording and the model, and publishes the
 * profiles beside the result. An atlas of the same model, text and settings that stands already is left as it is.
 */

import { atlasOf } from '../../atlas/atlas.ts';
import { addUntrained, effectsOnFeatures, type UntrainedEffects } from '../../atlas/effects.ts';
import type { AtlasTask } from '../../atlas/task.ts';
import { at, item } from '../../core/at.ts';
import { catalogue } from '../../features/catalogue.ts';
import { describeFeature, type Marked, markFeature, referenceMask } from '../../features/features.ts';
import { type Bench, benchOf, halfNames } from '../../ladder/bench.ts';
import { directionOf } from '../../ladder/direct-effect.ts';
import { decoderWeight } from '../../models/architecture.ts';
import { type Component, componentsOf, nameOf, rangeIn } from '../../models/cells/cells.ts';
import { componentName } from '../../models/reading.ts';
import { rowProducts } from '../../models/row-products.ts';
import { atlasFiles } from '../../results/atlas-file.ts';
import { type AtlasPublication, publishedAtlas, writeAtlases } from '../../results/write-atlas.ts';
import type { Halves } from '../../stats/halves.ts';
import { referenceText } from '../../stats/reference-text.ts';
import { swapUnits } from '../../stats/swap-units.ts';
import type { Activations } from '../../stats/tested-text.ts';
import { type View, viewed } from '../../stats/view.ts';
import type { EvidenceContext, Published } from '../context.ts';
import { keyOf } from '../evidence/finding-cache.ts';
import { bothScored, type HalvedText, halvesOf } from '../evidence/halves.ts';
import { ladderInput } from '../evidence/ladder-input.ts';
import { threadedEffects, threadedSweep } from '../evidence/neuron-threads.ts';
import { tokensOf, untrainedNetworkCount } from '../evidence/untrained-networks.ts';
import { untrainedHalves } from '../evidence/untrained-threads.ts';
import { featureTools } from '../feature-tools.ts';
import { pauseOf } from '../reading.ts';
import { vectorsHash } from '../start-vectors.ts';

/** Raised when an atlas of the same experiment would come out otherwise. */
const version = 4;
/** The atlas tests nothing: permutations are for claims. */
const fewestPermutations = 99;

type Stage = EvidenceContext & Pick<Published, 'result'>;

/** The stage in two parts: what stands before the evidence, so that networks are read once for both, and the rest after. */
export interface AtlasInWork {
  /** Hears the untrained networks that the evidence reads. */
  hear(network: Halves<Activations>): Promise<void>;
  /** Of the recorded component; absent where its atlas stands already, or none is wanted. */
  bench: Bench | undefined;
  /**
   * @param judged the result that stands now.
   * @throws Interrupted when the user asks to stop: the result stays as it is.
   */
  finish(judged: Pick<Published, 'result'>): Promise<Pick<Published, 'result'>>;
}

export async function beginAtlas(context: Stage): Promise<AtlasInWork> {
  const { manifest, checkpoint, paths } = context;
  const { layer, component } = manifest.record;
  const others = componentsOf(checkpoint.architecture.cell).filter((each) => each !== component);
  const wanted = { none: [], component: [component], all: [component, ...others] }[manifest.atlas];
  if (wanted.length === 0)
    return { async hear() {}, bench: undefined, finish: (judged) => withoutAtlas(context, judged) };
  const asked = await featuresOf(context);
  const key = keyOf(version, ...dependsOn(context, asked));
  const known = await publishedAtlas({ directory: paths.result, component, layer, key });
  const recorded = known === null ? await componentInWork(context, component, asked) : null;
  return {
    hear: async (network) => await recorded?.hear(network),
    bench: recorded?.bench,
    async finish(judged) {
      const atlases: AtlasPublication[] = [];
      let made = 0;
      for (const each of wanted) {
        const published =
          each === component ? known : await publishedAtlas({ directory: paths.result, component: each, layer, key });
        if (published === null) made++;
        const work = each === component ? recorded : null;
        atlases.push(published ?? (await (work ?? (await componentInWork(context, each, asked))).finish(key)));
      }
      const stands = made === 0 && (judged.result.atlases ?? []).length === wanted.length;
      return { result: stands ? judged.result : await writeAtlases(paths.result, atlases) };
    },
  };
}

const withoutAtlas = async ({ paths }: Stage, { result }: Pick<Published, 'result'>) => ({
  result: result.atlases === undefined ? result : await writeAtlases(paths.result, []),
});

async function componentInWork(context: Stage, component: Component, asked: readonly Marked[]) {
  const { manifest, observed, warmUp, reporter, tools } = context;
  const { layer } = manifest.record;
  const own = { ...context, onUntrained: undefined, manifest: { ...manifest, record: { component, layer } } };
  const text = halvesOf(observed, warmUp);
  const input = { ...(await ladderInput(own, text, asked)), permutations: fewestPermutations };
  const bench = benchOf(input, { measure: threadedEffects() });
  let untrained: UntrainedEffects = { effects: [], best: [] };
  return {
    bench,
    hear: (network: Halves<Activations>) => addUntrained(untrained, bench, network),
    async finish(key: string): Promise<AtlasPublication> {
      reporter.step(`Profiling every neuron's ${nameOf(component)}`);
      if (
        manifest.evidence !== 'none' &&
        untrained.effects.length < untrainedNetworkCount(context.checkpoint.architecture, tokensOf(observed))
      ) {
        // The evidence had kept what it needs of them, and has read none.
        untrained = { effects: [], best: [] };
        const onProgress = (share: number) =>
          reporter.progress({ done: share, total: 2, text: 'reading as untrained networks do' });
        for await (const network of untrainedHalves(own, text, onProgress))
          await addUntrained(untrained, bench, network);
      }
      const effects = await effectsOnFeatures({
        bench,
        descriptions: asked.map(({ feature }) => describeFeature(feature, tools.unit)),
        untrained,
        sweep: threadedSweep(),
      });
      const search = searchTask(own, bench, text);
      const atlas = await atlasOf({ ...(await taskOf(own, bench, bothScored(text), effects)), search });
      return { component, layer, files: atlasFiles(atlas, key) };
    },
  };
}

/** The manifest's own features, and those of the catalogue with other names. */
async function featuresOf({ manifest, marked, corpus, observed, paths, tools }: Stage): Promise<Marked[]> {
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  const needed = await featureTools(others, { tagger: manifest.tagger, corpus, cwd: paths.cwd });
  return [
    ...marked,
    ...others.map((feature) => ({
      feature,
      mask: markFeature(feature, observed.tokens, needed, observed.documentStarts),
    })),
  ];
}

function dependsOn({ manifest, checkpoint, observed, warmUp, vectors }: Stage, asked: readonly Marked[]) {
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const { seed, record, model, evidence } = manifest;
  return [
    ...[checkpoint.architecture, observed.ids, observed.segments, warmUp, seed, record.layer, evidence === 'none'],
    ...[model.initialization, vectorsHash(manifest, vectors)],
    ...weights,
    ...asked.flatMap(({ feature, mask }) => [feature, mask]),
  ];
}

async function taskOf(
  context: Stage,
  { input }: Bench,
  scored: View,
  effects: AtlasTask['effects'],
): Promise<Omit<AtlasTask, 'search'>> {
  const { manifest, checkpoint, observed, engines, reporter } = context;
  const { component, layer } = manifest.record;
  const { layers } = checkpoint.architecture;
  const { recording } = observed;
  const activations = await recording.neurons(componentName(component, layer));
  // An output gate's direction is that of the hidden state; the other components' own tells nothing more.
  const hidden = component === 'output' ? await recording.neurons(componentName('hidden', layer)) : activations;
  const pause = pauseOf(context);
  return {
    component,
    layer,
    range: rangeIn(checkpoint.architecture.cell, component),
    ids: observed.ids,
    segments: observed.segments,
    vocabulary: checkpoint.vocabulary,
    activations,
    scored: { ...scored, documents: viewed(documentOf(observed), scored) },
    // As `bothScored` has it: the discovery half first.
    scoredActivation: (neuron) =>
      joined(item(input.activations.discovery, neuron), item(input.activations.confirmation, neuron)),
    effects,
    decoder: layer === layers ? (checkpoint.weights[decoderWeight]?.data ?? null) : null,
    direction: (neuron) => directionOf(component, item(hidden, neuron)),
    product: (rows, neurons) => rowProducts(engines.atlas, rows, neurons),
    seed: manifest.seed,
    async onNeuron(done) {
      reporter.progress({ done: activations.length + done, total: 2 * activations.length, text: `neuron ${done}` });
      if (done % 16 === 0) await pause();
    },
  };
}

/** Words are ranked among what is no white space: half of all tokens are spaces, and a word is easily told from those. */
function searchTask({ observed, tools }: Stage, { input }: Bench, text: HalvedText): AtlasTask['search'] {
  const among = tools.unit === 'word' ? 'text' : 'all';
  const { activations, swapped } = input;
  const members = referenceMask({ name: 'any token', match: '.', among }, observed.tokens, tools.unit);
  return {
    among,
    halves: halfNames.map((half) => {
      const reference = referenceText(text[half], viewed(members, text[half].scored));
      return { reference, units: swapUnits(reference.text, swapped), activations: activations[half] };
    }),
  };
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** [tokens] The document that each observed token is from. */
function documentOf({ segments, documentOfSegment, ids }: Stage['observed']): Int32Array {
  const documents = new Int32Array(ids.length);
  for (const [segment, [start, length]] of segments.entries()) {
    documents.fill(at(documentOfSegment, segment), start, start + length);
  }
  return documents;
}
