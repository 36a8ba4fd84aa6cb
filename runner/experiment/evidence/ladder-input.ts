/** From an experiment's observed text and recording to what the ladder is given. Reads the recording. */

import { at, float32At, int32At, item, uint8At } from '../../core/at.ts';
import type { Feature } from '../../features/features.ts';
import { decidedByToken, referenceClass, referenceMask, saidOfFeature } from '../../features/features.ts';
import type { LadderFeature, LadderInput, ReadText } from '../../ladder/bench.ts';
import { screen } from '../../ladder/choice.ts';
import { decoderWeight, layerParameters } from '../../models/architecture.ts';
import { valueNamed } from '../../models/program.ts';
import { componentName } from '../../models/reading.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { FeatureResult } from '../../results/schema.ts';
import type { Halves as HalvesOf } from '../../stats/halves.ts';
import type { Activations } from '../../stats/tested-text.ts';
import type { EvidenceContext } from '../context.ts';
import { recordingOf } from '../reading.ts';
import { exposureOf } from '../result.ts';
import type { Half, Halves } from './halves.ts';

/** Why no claim can be held out. */
const notShown = 'The text cannot be shown to be held out from the training of this model.';

export interface ReadHalf extends ReadText, Half {
  /** [segments of the half] Where each begins in the observed text, the warm-up included. */
  starts: Int32Array;
  /** [read tokens] Where each stands in the observed text. */
  readPositions: Int32Array;
}

export function readHalf(half: Half, warmUp: number, ids: Int32Array): ReadHalf {
  const { length, positions } = half;
  const starts = Int32Array.from({ length: positions.length / length }, (_, s) => at(positions, s * length) - warmUp);
  const read = warmUp + length;
  const readPositions = Int32Array.from({ length: starts.length * read }, (_, t) => {
    return at(starts, Math.floor(t / read)) + (t % read);
  });
  return { ...half, warmUp, starts, readPositions, readTypes: readPositions.map((t) => at(ids, t)) };
}

/** [scored tokens of both halves] Where each stands in the observed text, discovery first. */
export const scoredPositions = ({ discovery, confirmation }: HalvesOf<Half>): Int32Array =>
  Int32Array.from([...discovery.positions, ...confirmation.positions]);

/** A feature that neurons are compared by, and the observed tokens that carry it, [tokens]. */
export interface AskedFeature {
  feature: Feature;
  mask: Uint8Array;
  /** Neurons that are claimed whatever the text says. */
  byHand: readonly number[];
}

/** The manifest's features, and the neurons that it gives by hand. */
export const askedFeatures = ({ manifest, features }: EvidenceContext): AskedFeature[] =>
  manifest.features.map((feature, index) => {
    const { found, mask } = item(features, index);
    return { feature, mask, byHand: manifest.detect.by === 'none' ? detectedNeurons(found) : [] };
  });

export async function ladderInput(
  context: EvidenceContext,
  halves: Halves,
  text: HalvesOf<ReadHalf>,
  asked: readonly AskedFeature[] = askedFeatures(context),
): Promise<LadderInput> {
  const { manifest, checkpoint, observed } = context;
  const membersOf = membersByClass(context, text);
  return {
    text,
    activations: context.atlasBench?.input.activations ?? (await recordedHalves(context, halves)),
    layer: manifest.record.layer,
    component: manifest.record.component,
    outgoing: outgoingWeights(checkpoint, manifest.record.layer),
    ...(manifest.record.layer === checkpoint.architecture.layers && {
      decoder: valueNamed(checkpoint.weights, decoderWeight).data,
    }),
    detected: [...new Set(context.features.flatMap(({ found }) => detectedNeurons(found)))],
    features: asked.map((each) => ladderFeature(context, text, each, membersOf(each.feature))),
    count: manifest.detect.by === 'none' ? 0 : manifest.detect.count,
    permutations: screen.permutations,
    seed: manifest.seed,
    vocabulary: checkpoint.vocabulary,
    written: Array.from(halves.confirmation.positions, (t) => item(observed.tokens, t)),
    sources: halves.sources,
    swapped: halves.swapped,
    ...(exposureOf(checkpoint, observed, manifest) === 'not shown to be held out' && { exposed: notShown }),
  };
}

/**
 * How strongly a layer's neurons are heard: the lengths of their columns in the recurrent weight, and in that of the layer
 * above or of the decoder.
 * @returns [2] each [neurons].
 */
function outgoingWeights({ architecture, weights }: EvidenceContext['checkpoint'], layer: number): Float32Array[] {
  const { recurrentWeight } = layerParameters(layer);
  const above = layer === architecture.layers ? decoderWeight : layerParameters(layer + 1).inputWeight;
  return [recurrentWeight, above].map((name) => {
    const norms = new Float32Array(architecture.units);
    for (const [index, weight] of valueNamed(weights, name).data.entries()) {
      const unit = index % architecture.units;
      norms[unit] = at(norms, unit) + weight ** 2;
    }
    return norms.map(Math.sqrt);
  });
}

/** Of a feature's windows, those that are no neighbours. */
const detectedNeurons = ({ windows }: FeatureResult): number[] =>
  windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron));

function ladderFeature(
  { tools }: EvidenceContext,
  text: HalvesOf<ReadHalf>,
  { feature, mask, byHand }: AskedFeature,
  members: HalvesOf<Uint8Array>,
): LadderFeature {
  return {
    name: feature.name,
    decidedByToken: decidedByToken(feature, tools.unit),
    among: referenceClass(feature),
    masks: readOf(mask, text),
    members,
    byHand,
    says: saidOfFeature(feature, tools.unit),
  };
}

/** The tokens that a feature is compared within, of each half; looked for once for all features of a reference class. */
function membersByClass({ observed, tools }: EvidenceContext, text: HalvesOf<ReadHalf>) {
  const known = new Map<string, HalvesOf<Uint8Array>>();
  return (feature: Feature): HalvesOf<Uint8Array> => {
    const name = referenceClass(feature);
    const members = known.get(name) ?? readOf(referenceMask(feature, observed.tokens, tools.unit), text);
    known.set(name, members);
    return members;
  };
}

/** From [tokens of the observed text] to [read tokens] of each half. */
const readOf = (values: Uint8Array, { discovery, confirmation }: HalvesOf<ReadHalf>): HalvesOf<Uint8Array> => ({
  discovery: cut(values, discovery.readPositions),
  confirmation: cut(values, confirmation.readPositions),
});

function cut(values: Uint8Array, positions: Int32Array): Uint8Array {
  const [int32, uint8] = [int32At, uint8At];
  const own = new Uint8Array(positions.length);
  for (let t = 0; t < own.length; t++) own[t] = uint8(values, int32(positions, t));
  return own;
}

/** The analysed component of both halves, in memory that threads share: [neurons] each [tokens of the half]. */
async function recordedHalves(
  { manifest, paths }: EvidenceContext,
  { discovery, confirmation }: Halves,
): Promise<HalvesOf<Activations>> {
  const name = componentName(manifest.record.component, manifest.record.layer);
  const neurons = await readNeurons(recordingOf(paths.run), name);
  const [float32, int32] = [float32At, int32At];
  const gathered = (positions: Int32Array): Activations =>
    neurons.map((values) => {
      const row = new Float32Array(new SharedArrayBuffer(positions.length * Float32Array.BYTES_PER_ELEMENT));
      for (let t = 0; t < positions.length; t++) row[t] = float32(values, int32(positions, t));
      return row;
    });
  return { discovery: gathered(discovery.positions), confirmation: gathered(confirmation.positions) };
}
