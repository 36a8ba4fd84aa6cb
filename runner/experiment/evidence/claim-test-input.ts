/** From an experiment's observed text and recording to what the ladder is given. Reads the recording. */
import type { TestedActivation } from '../../analysis/findings/arrays.ts';
import {
  type ClaimTestInput,
  type DocumentProperty,
  mapHalves,
  type TestedFeature,
} from '../../analysis/findings/bench.ts';
import { screen } from '../../analysis/findings/choice.ts';
import type { Activations, Halves } from '../../analysis/stats/tested-text.ts';
import { viewed } from '../../analysis/stats/view.ts';
import { at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { decoderWeight, matricesOf, projectionWeight, unitsOf } from '../../nn/models/architecture.ts';
import { valueNamed } from '../../nn/models/program.ts';
import { componentName, isOfCells, readerOf, widthOf } from '../../nn/models/reading.ts';
import {
  decidedByToken,
  type MarkedFeature,
  referenceClass,
  referenceMask,
  saidOfFeature,
  valuesWithin,
  withinFeature,
} from '../../text/labels/features.ts';
import type { EvidenceContext } from '../context.ts';
import { type Records, recordedNames, recordedOf } from '../manifest/record.ts';
import type { RecordedComponent } from '../manifest/resolved.ts';
import type { MarkedDocuments, RangedFeature } from '../mark-text.ts';
import { exposureOf } from '../result.ts';
import type { FeatureResult } from '../results/schema.ts';
import { bothScored, type HalvedText, halved } from './halves.ts';

export const claimTestInput = async (
  context: EvidenceContext,
  text: HalvedText,
  marked: readonly RangedFeature[] = context.compared.slice(0, context.marked.length),
): Promise<ClaimTestInput> => inputWith(await recordedHalves(context, text), context, text, marked);

export function inputWith(
  activations: ClaimTestInput['activations'],
  context: EvidenceContext,
  text: HalvedText,
  marked: readonly RangedFeature[],
): ClaimTestInput {
  const { manifest, checkpoint, observed } = context;
  return {
    text,
    activations,
    arrays: arraysOf(manifest, checkpoint),
    drawn: context.drawn,
    features: testedFeatures(context, text, marked),
    count: manifest.detect.by === 'none' ? 0 : manifest.detect.count,
    ...(manifest.detect.by === 'effect' && { beside: 'effect' }),
    permutations: screen.permutations,
    seed: manifest.seed,
    vocabulary: checkpoint.vocabulary,
    unit: checkpoint.unit,
    written: Array.from(text.confirmation.scored.positions, (t) => item(observed.tokens, t)),
    sources: text.sources,
    ...(observed.direction !== undefined && { backward: true }),
    swapped: text.swapped,
    ...(context.documents.length > 0 && { documents: context.documents.map((own) => documentsOf(own, text)) }),
    exposed: exposureOf(checkpoint, observed, manifest) === 'not shown to be held out',
  };
}

/** The analysed arrays of both halves as they were recorded, one behind the other, [neurons] each [scored tokens], in memory that threads share. */
async function recordedHalves({ manifest, observed }: EvidenceContext, text: HalvedText): Promise<Halves<Activations>> {
  const view = bothScored(text);
  const neurons: Float32Array[] = [];
  for (const array of recordedNames(manifest)) neurons.push(...(await observed.recording.at(array, view)));
  return halved(neurons, text);
}

type FeatureContext = Pick<EvidenceContext, 'manifest' | 'features' | 'tools' | 'observed' | 'marked'>;

export function arraysOf(manifest: Records, checkpoint: EvidenceContext['checkpoint']): ClaimTestInput['arrays'] {
  const [first, ...others] = recordedOf(manifest);
  const told = (own: RecordedComponent): TestedActivation => ({
    ...own,
    units: widthOf(checkpoint.architecture, componentName(own.component, own.layer)),
    ...decoderAbove(checkpoint, own.layer),
  });
  return [told(first), ...others.map(told)];
}

export function testedFeatures(
  context: FeatureContext,
  text: HalvedText,
  marked: readonly RangedFeature[],
): TestedFeature[] {
  const membersOf = membersByClass(context, text);
  const numberOf = (number: MarkedFeature): NonNullable<TestedFeature['number']> => {
    const { feature, mask } = number;
    if (!areNumbers(mask)) throw new TypeError('ladder: a number is marked by numbers');
    const { whether: says } = saidOfFeature(feature, context.tools.unit);
    return { says, masks: readOf(mask, text), members: membersOf(number) };
  };
  return marked.map((each) => ({
    ...ladderFeature(context, text, each, membersOf(each)),
    number: each.number == null ? null : numberOf(each.number),
  }));
}

/** What the decoder makes of a layer's neurons: of cells, where it reads their hidden state as it is. */
export const decoderAbove = (
  { architecture, weights }: EvidenceContext['checkpoint'],
  layer: number,
): { decoder?: Float32Array } =>
  isOfCells(architecture) && readerOf(architecture).decoderReads === componentName('hidden', layer)
    ? { decoder: valueNamed(weights, decoderWeight).data }
    : {};

/**
 * How strongly a layer's neurons are heard: the lengths of their columns in its own matrices, if its cell has such, and in
 * those of the layer above or of the decoder.
 * @returns one or two, each [neurons]; none of a whole network, whose layers are heard through a stream.
 */
export function outgoingWeights(
  { architecture, weights }: EvidenceContext['checkpoint'],
  layer: number,
): Float32Array[] {
  if (!isOfCells(architecture)) return [];
  const next = layer === architecture.layers ? [decoderWeight] : matricesOf(architecture, layer + 1, 'input');
  // A projected neuron is heard through its layer's projection alone.
  const isProjected = architecture.projection !== undefined;
  const above = isProjected ? [projectionWeight(layer)] : next;
  const own = isProjected ? [] : matricesOf(architecture, layer, 'units');
  const units = unitsOf(architecture, layer);
  return [own, above]
    .filter((names) => names.length > 0)
    .map((names) => {
      const norms = new Float32Array(units);
      for (const name of names) {
        for (const [index, weight] of valueNamed(weights, name).data.entries()) {
          const unit = index % units;
          norms[unit] = at(norms, unit) + weight ** 2;
        }
      }
      return norms.map(Math.sqrt);
    });
}

const detectedNeurons = ({ windows }: FeatureResult): number[] =>
  windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron));

function ladderFeature(
  { manifest, features, tools }: FeatureContext,
  text: HalvedText,
  { feature, mask }: MarkedFeature,
  members: Halves<Uint8Array>,
): TestedFeature {
  const named = manifest.detect.by === 'none' ? features.find(({ name }) => name === feature.name) : undefined;
  return {
    name: feature.name,
    decidedByToken: decidedByToken(feature, tools.unit),
    among: referenceClass(feature),
    within: withinFeature(feature),
    masks: readOf(mask, text),
    members,
    byHand: named === undefined ? [] : detectedNeurons(named),
    says: saidOfFeature(feature, tools.unit),
  };
}

/** The tokens that a feature is compared within, of each half; looked for once for all features of a reference class. */
function membersByClass({ observed, marked }: FeatureContext, text: HalvedText) {
  const known = new Map<string, Halves<Uint8Array>>();
  return ({ feature, mask }: MarkedFeature): Halves<Uint8Array> => {
    const other = valuesWithin(feature, marked);
    // Tokens without a number take no part, nor those outside the feature within which this one is asked.
    if (areNumbers(mask) || other !== undefined) {
      return readOf(referenceMask(feature, observed.tokens, { values: mask, other }), text);
    }
    const name = referenceClass(feature);
    const members = known.get(name) ?? readOf(referenceMask(feature, observed.tokens), text);
    known.set(name, members);
    return members;
  };
}

/** From [documents of the observed text] to those of each half. */
const documentsOf = ({ values, ...own }: MarkedDocuments, text: HalvedText): DocumentProperty => ({
  ...own,
  values: mapHalves((half) => Float32Array.from(text[half].documents, (document) => at(values, document))),
});

/** From [tokens of the observed text] to [read tokens] of each half. */
const readOf = <V extends FeatureValues>(values: V, text: HalvedText): Halves<V> =>
  mapHalves((half) => viewed(values, text[half].read));
