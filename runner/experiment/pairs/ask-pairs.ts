/**
 * The stage `pairs`: asks the network which of two continuations it prefers, as it is and with the claimed neurons held, and
 * publishes what that comes to beside the result, beside neurons alike: those nearest in spread, memory and outgoing weights. Sets of the same model, pairs and claims that stand already are left as they are.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { ComponentName } from '../../analysis/findings/claim-schema.ts';
import { type NeuronGroup, type SetTask, sequencesOf } from '../../analysis/pairs/asking.ts';
import { depthOf } from '../../analysis/pairs/depth.ts';
import { decodersOf, formsOf, gatesOf } from '../../analysis/pairs/number-units.ts';
import { type AskedSet, pairSetOf } from '../../analysis/pairs/pair-set.ts';
import {
  type Cause,
  causeSchema,
  type HeldMargins,
  type PairItems,
  type PairSet,
} from '../../analysis/pairs/pairs-schema.ts';
import { causeCriteria, causeOf, scanCriteria } from '../../analysis/pairs/scan.ts';
import { scoresOf } from '../../analysis/pairs/score.ts';
import { seenIn } from '../../analysis/pairs/seen.ts';
import { withRunner } from '../../analysis/reading/runner.ts';
import { deviationAndMemory } from '../../analysis/stats/correlation.ts';
import { mean, populationDeviation } from '../../analysis/stats/summary.ts';
import { at, item } from '../../core/at.ts';
import { cutOf, joinTokens } from '../../core/cut.ts';
import { keyOf, memo } from '../../core/disk-cache.ts';
import { componentName, isOfCells, readerOf, widthOf } from '../../nn/models/reading.ts';
import { documentsOf } from '../../text/corpus.ts';
import { itemsCsv } from '../../wording/pairs-tables.ts';
import type { EvidenceContext, JudgedContext } from '../context.ts';
import { decoderAbove, outgoingWeights } from '../evidence/claim-test-input.ts';
import { halvesOf } from '../evidence/halves.ts';
import { untrainedNetwork } from '../evidence/untrained-networks.ts';
import { drawnOf } from '../manifest/record.ts';
import { besideResult, pauseOf } from '../reading.ts';
import type { Claim } from '../results/evidence-schema.ts';
import type { Result } from '../results/schema.ts';
import { publishedPairs, writePairs } from '../results/write.ts';
import { openPairReader } from './pair-reader.ts';
import type { EncodedPairSet } from './read-pairs.ts';

/** Raised when the same pairs would come out otherwise. */
const version = 5;

/** @throws Interrupted when the user asks to stop: the result stands with what was found before. */
export async function askPairs(context: JudgedContext): Promise<Result> {
  const { pairSets, paths, result } = context;
  if (pairSets.length === 0) return result.pairs === undefined ? result : writePairs(paths.result, null);
  const looked = lookedAt(result);
  const key = keyOf(version, ...dependsOn(context), looked);
  const standing = await publishedPairs(paths.result);
  if (standing?.key === key && result.pairs !== undefined) return result;
  const alike = await matchedNeurons(
    context,
    looked.flatMap(({ neurons }) => neurons),
  );
  const sets: PairSet[] = [];
  const items: PairItems[] = [];
  const causes = (result.evidence?.claims ?? []).flatMap(({ cause }) => cause ?? []);
  const stands = (folder: string) => `The result without them is in ${folder}`;
  await besideResult(context, { what: 'Stopped while the pairs were asked', stands }, async () => {
    for (const asked of pairSets) {
      const cause = causes.find(({ set }) => set === asked.settings.name);
      const seen = seenInTraining(context, asked);
      const { items: own, ...set } = await setOf(context, asked, { looked, alike, cause });
      sets.push({ ...set, ...(seen && { seen: seenScore(asked, seen, own) }), ...(cause && { cause }) });
      items.push({ set: asked.settings.name, pairs: asked.pairs, seen, items: own });
    }
  });
  return writePairs(paths.result, { schema: 1, key, sets }, itemsCsv(items));
}

/** [pairs] Null where the model was not trained on the corpus here. */
function seenInTraining({ given, manifest, corpus }: JudgedContext, { pairs }: EncodedPairSet): Uint8Array | null {
  if (given !== null && !manifest.train.continue) return null;
  const documents = documentsOf(corpus, 'training').map(({ ids }) => ids);
  return seenIn(pairs, documents, corpus.vocabulary.unknownId);
}

/** @param items nothing held first. */
function seenScore(asked: EncodedPairSet, seen: Uint8Array, [asIs]: readonly HeldMargins[]): PairSet['seen'] {
  const others = [...asked.pairs.keys()].filter((pair) => seen[pair] === 0);
  const pairs = others.map((pair) => {
    const { twin, values } = item(asked.pairs, pair);
    const place = others.indexOf(twin ?? -1);
    return { values, twin: place === -1 ? null : place };
  });
  const margins = others.map((pair) => asIs?.margins[pair] ?? Number.NaN);
  const { cluster } = asked.settings;
  const score = others.length === 0 ? null : scoresOf({ pairs, by: [], cluster }, margins).all;
  return { pairs: seen.length - others.length, others: score };
}

/**
 * Of each set the neuron on which its preferences hang most; none where too few pairs have a twin. Kept with the findings.
 * @throws Interrupted when the user asks to stop.
 */
export async function causesOf(context: EvidenceContext): Promise<readonly Cause[]> {
  const { pairSets, paths, reporter } = context;
  if (pairSets.length === 0) return [];
  const place = {
    path: join(paths.run, 'evidence', 'cause.json'),
    key: keyOf(version, causeCriteria, scanCriteria, ...dependsOn(context)),
    schema: z.array(causeSchema),
  };
  return memo(place, async () => {
    const causes: Cause[] = [];
    for (const asked of pairSets) {
      const { name, scan } = asked.settings;
      const title = `Searching for the neuron that decides the pairs ${name}`;
      reporter.step(title);
      const cause = await withReadings(context, asked, (task) => causeOf(task, scan), title);
      if (cause !== null) causes.push({ set: name, ...cause });
    }
    return causes;
  });
}

function dependsOn({ pairSets, checkpoint, manifest, observed }: EvidenceContext): unknown[] {
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const pairs = pairSets.flatMap(({ pairs, ...rest }) => [
    ...pairs.flatMap(({ text, right, wrong, ...about }) => [text, right, wrong, about]),
    rest.settings,
    rest.before,
  ]);
  return [drawnOf(manifest), checkpoint.architecture, observed.ids, observed.segments, ...weights, ...pairs];
}

/** Claimed neurons, those that are causes first, then of leading claims, then groups; of the component and layer that are drawn. */
function lookedAt({ evidence, record }: Result): Omit<NeuronGroup, 'alike'>[] {
  if (evidence === null) return [];
  const isCause = ({ cause }: Claim) => Number(cause?.passed === true);
  const own = ({ component, layer }: { component: string; layer: number }) =>
    component === record.component && layer === record.layer;
  const claims = evidence.claims.filter(own).sort((a, b) => isCause(b) - isCause(a) || Number(b.lead) - Number(a.lead));
  const neurons = [...new Set(claims.map(({ neuron }) => neuron))];
  const groups = evidence.groups
    .filter((group) => group.members.every((member) => own({ ...group, ...member })) && group.members.length > 1)
    .map(({ members }) => members.map(({ neuron }) => neuron).sort((a, b) => a - b));
  const different = [...new Map(groups.map((members) => [members.join(), members])).values()];
  return [
    ...neurons.map((neuron): Omit<NeuronGroup, 'alike'> => ({ neurons: [neuron], why: 'claimed' })),
    ...different.map((members): Omit<NeuronGroup, 'alike'> => ({ neurons: members, why: 'group' })),
  ];
}

const tooFewToScan = (name: string): string =>
  `Pairs "${name}": scan: true has nothing to say of so few: one half chooses neurons and the other tests them, and each needs ${scanCriteria.clusters} couples of twins (or texts without a twin).`;

async function setOf(
  context: JudgedContext,
  asked: EncodedPairSet,
  {
    looked,
    alike,
    cause,
  }: { looked: readonly Omit<NeuronGroup, 'alike'>[]; alike: AlikeDraws; cause: Cause | undefined },
): Promise<PairSet & Pick<AskedSet, 'items'>> {
  const { checkpoint, reporter } = context;
  const { settings, skipped, unknown } = asked;
  const title = `Scoring the pairs ${settings.name}`;
  reporter.step(title);
  const cut = cutOf(checkpoint);
  const words = (ids: Int32Array) =>
    joinTokens(
      Array.from(ids, (id) => item(checkpoint.vocabulary, id)),
      cut,
    );
  const mark = settings.mark ?? null;
  const layerOf = async (task: SetTask, shuffles?: number) => ({
    decoders: await decodersOf(task, mark),
    depth: await depthOf(task, shuffles),
  });
  const ask = async (task: SetTask) => {
    const { causal, ...told } = await pairSetOf({
      ...task,
      scan: settings.scan,
      mark,
      across: settings.across ?? null,
      causes: cause?.passed ? [cause.neuron] : [],
      looked: looked.map((each) => ({ ...each, alike: alike(each.neurons) })),
      holds: settings.hold.map(({ neurons, at }) => ({
        neurons: { neurons, why: 'by hand', alike: alike(neurons) },
        at,
      })),
      alikeTo: (neuron) => alike([neuron]),
      words,
    });
    const { decoder } = decoderAbove(checkpoint, task.layer);
    const about = { mark, neurons: causal, units: task.units, word: (id: number) => words(Int32Array.of(id)) };
    return {
      ...told,
      gates: await gatesOf(task, causal, othersOf(context, task)),
      ...(decoder && { forms: formsOf(task.pairs, { ...about, decoder }) }),
      trained: await layerOf(task),
    };
  };
  const { trained, ...found } = await withReadings(context, asked, ask, title);
  const { decoders, depth } = trained;
  const network = (decoders || depth) && unlearntOf(context);
  const untrained =
    network &&
    (await withReadings(
      { ...context, checkpoint: { ...checkpoint, ...network } },
      asked,
      (task) => layerOf(task, 0),
      title,
    ));
  if (settings.scan && found.scan === null) reporter.note(tooFewToScan(settings.name));
  return {
    name: settings.name,
    source: settings.source,
    skipped,
    unknown,
    mark,
    before: settings.before ?? null,
    ...found,
    ...(decoders && { decoders: { ...decoders, untrained: untrained?.decoders?.auc ?? null } }),
    ...(depth && { depth: { ...depth, untrained: untrained?.depth?.explained ?? null } }),
  };
}

/** A network of the same shape that learned nothing; null of a whole network, which is not drawn here. */
function unlearntOf({ checkpoint: { architecture }, manifest, vectors }: JudgedContext) {
  if (!isOfCells(architecture)) return null;
  const { initialization } = manifest.model;
  return {
    architecture,
    weights: untrainedNetwork({ architecture, initialization, vectors, seed: manifest.seed }, 0).weights,
  };
}

/** The other arrays of a layer of cells, neuron by neuron. */
const othersOf = ({ checkpoint: { architecture } }: JudgedContext, { layer, array, units }: SetTask) =>
  isOfCells(architecture)
    ? readerOf(architecture)
        .arrays.filter((own) => own.layer === layer && own.name !== array && own.width === units)
        .map(({ name, component }) => ({ array: name, component: component as ComponentName }))
    : [];

/** @param title with which progress is told. */
async function withReadings<Found>(
  context: EvidenceContext,
  { settings, before, pairs, by }: EncodedPairSet,
  ask: (task: SetTask) => Promise<Found>,
  title: string,
): Promise<Found> {
  const { engine, checkpoint, manifest, reporter } = context;
  const { component, layer } = drawnOf(manifest);
  const array = componentName(component, layer);
  return withRunner(engine, checkpoint, undefined, async (runner) =>
    ask({
      pairs,
      by,
      cluster: settings.cluster,
      component,
      layer,
      array,
      readings: await openPairReader(runner, before, pauseOf(context)),
      sequences: sequencesOf(pairs, before.length > 0),
      units: widthOf(checkpoint.architecture, array),
      onProgress: (share) => reporter.progress({ done: share, total: 1, text: title }),
    }),
  );
}

/** How many others are held beside each neuron or group. */
const draws = 20;

/** @returns [draws] each as many others as there are neurons, the most alike first. */
export type AlikeDraws = (neurons: readonly number[]) => NeuronGroup['alike'];

/** @param claimed neurons that are compared with none. */
export async function matchedNeurons(
  { manifest, checkpoint, observed, warmUp }: JudgedContext,
  claimed: readonly number[],
): Promise<AlikeDraws> {
  const { layer, component } = drawnOf(manifest);
  const { discovery } = halvesOf(observed, warmUp);
  const activations = await observed.recording.at(componentName(component, layer), discovery.scored);
  const measures = matchingCovariates(activations, discovery.length, outgoingWeights(checkpoint, layer));
  const nearest = new Map<number, number[]>();
  const nearestTo = (neuron: number): number[] => {
    const known = nearest.get(neuron) ?? nearestNeurons(measures, neuron, (other) => !claimed.includes(other));
    nearest.set(neuron, known);
    return known;
  };
  return (neurons) => {
    const lists = neurons.map((neuron) => nearestTo(neuron).filter((other) => !neurons.includes(other)));
    return Array.from({ length: draws }, (_, draw) => drawn(lists, draw)).filter(
      (each) => each.length === neurons.length,
    );
  };
}

/** One of each list, none twice: the next one where it is taken already. */
function drawn(lists: readonly (readonly number[])[], draw: number): number[] {
  const taken: number[] = [];
  for (const list of lists) {
    const free = list.slice(draw).find((neuron) => !taken.includes(neuron));
    if (free !== undefined) taken.push(free);
  }
  return taken;
}

/**
 * The other neurons of a layer, the one most alike first.
 * @param measures as `matchingCovariates` gives them.
 */
export function nearestNeurons(
  measures: readonly (readonly number[])[],
  neuron: number,
  may: (neuron: number) => boolean,
): number[] {
  const distances = Array.from(measures[0] ?? [], (_, other) =>
    measures.reduce((sum, values) => sum + (item(values, other) - item(values, neuron)) ** 2, 0),
  );
  return [...distances.keys()]
    .filter((other) => other !== neuron && may(other) && Number.isFinite(distances[other]))
    .sort((a, b) => at(distances, a) - at(distances, b) || a - b);
}

/**
 * What a layer shows of its neurons.
 * @param activations [neurons] each [segments x length].
 * @param outgoing [matrices] each [neurons]: the sizes of their outgoing weights.
 * @returns [measures] each [neurons], standardised.
 */
export function matchingCovariates(
  activations: readonly Float32Array[],
  length: number,
  outgoing: readonly Float32Array[],
): number[][] {
  const spread = activations.map((values) => deviationAndMemory(values, length));
  return [
    spread.map(({ deviation }) => Math.log(deviation)),
    spread.map(({ memory }) => memory),
    ...outgoing.map((norms) => Array.from(norms, Math.log)),
  ].map(standardised);
}

/** What is not finite (a neuron that never changes) stays so, and stands apart. */
function standardised(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const [middle, deviation] = [mean(finite), populationDeviation(finite)];
  return values.map((value) => (deviation === 0 ? value - middle : (value - middle) / deviation));
}
