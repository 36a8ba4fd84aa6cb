/**
 * The evidence of an experiment: carries the observed text, the recording and the network through the ladder and puts
 * what comes out into the shape of a result. The measures themselves are in runner/analysis/evidence.
 */

import type { Corpus } from '../../corpus/corpus.ts';
import { decidedByToken } from '../../features/features.ts';
import type { FeatureTools } from '../../features/kind.ts';
import type { LadderFeature } from '../../ladder/ladder-input.ts';
import { sentence } from '../../ladder/sentence.ts';
import { componentName } from '../../models/reading.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { Claim, Evidence } from '../../results/evidence-schema-1.ts';
import type { FeatureResult } from '../../results/schema.ts';
import { type Activations, documentsIn, tokensIn } from '../../stats/tested-text.ts';
import { type ObservedReading, recordingOf, type Work } from '../reading.ts';
import { climb, permutations } from './climb.ts';
import { withDirectEffects } from './direct-effects.ts';
import { withEmergence } from './emergence.ts';
import { type Half, type Halves, halvesOf } from './halves.ts';
import { rhythmsOf } from './own-rhythms.ts';
import { withReplication } from './seeds.ts';
import { withCauses } from './take-away.ts';

export interface EvidenceTask {
  work: Work;
  observed: ObservedReading;
  /** Tokens at each segment's start that are not scored. */
  warmUp: number;
  /** What was found for each feature of the manifest, with its marks over the observed text, [tokens]. */
  features: readonly { found: FeatureResult; mask: Uint8Array }[];
  tools: FeatureTools;
  /** Whether the model can be shown never to have seen the text. */
  heldOut: boolean;
  /** Seconds; only differences count. */
  now(): number;
}

/**
 * @param corpus what further seeds are trained on.
 * @throws Interrupted when the user asks to stop.
 */
export async function evidenceOf(task: EvidenceTask, corpus: Corpus): Promise<Evidence> {
  const { work, observed, warmUp, features, tools, heldOut } = task;
  const { manifest, checkpoint } = work;
  const began = task.now();
  const halves = halvesOf(observed, warmUp);
  const activations = await recordedHalves(task, halves);
  const asked = manifest.features.map((feature, index): LadderFeature => {
    const { found, mask } = features[index] ?? missing(feature.name);
    const chosen = detectedNeurons(found);
    const byHand = manifest.detect.by === 'none';
    return {
      name: feature.name,
      masks: { discovery: maskOf(mask, halves.discovery), confirmation: maskOf(mask, halves.confirmation) },
      decidedByType: decidedByToken(feature, tools.unit),
      byHand: byHand ? chosen : [],
      wholeText: byHand ? [] : chosen,
    };
  });
  const { claims: climbed } = await climb(task, halves, activations, asked);
  const judged = heldOut ? climbed : climbed.map(notHeldOut);
  const directed = await withDirectEffects(work, judged);
  const caused = await withCauses(task, halves, activations, asked, directed);
  const replicated = await withReplication(task, corpus, halves, activations, asked, caused);
  const claims = await withEmergence(task, halves, asked, replicated);
  const own = await rhythmsOf({ ...task.work, observed, features, warmUp } as never);
  const half = (text: Half) => ({
    documents: halves.swapped === 'documents' ? documentsIn(text) : new Set(text.documents).size,
    segments: documentsIn(text) * text.segments,
    tokens: tokensIn(text),
  });
  return {
    level: manifest.evidence === 'full' ? 'full' : 'quick',
    discovery: half(halves.discovery),
    confirmation: half(halves.confirmation),
    sources: halves.sources.map((name, index) => ({
      name,
      discovery: halves.discovery.sources.filter((source) => source === index).length,
      confirmation: halves.confirmation.sources.filter((source) => source === index).length,
    })),
    swapped: halves.swapped,
    neurons: checkpoint.architecture.units,
    features: asked.length,
    permutations,
    seconds: Math.round((task.now() - began) * 10) / 10,
    claims: claims.map((claim) => ({ ...claim, sentence: sentence(claim) })),
    rhythms: own,
    notes: notesOf(task, halves, claims),
  };
}

function missing(name: string): never {
  throw new Error(`evidence: nothing was found out about "${name}"`);
}

export const detectedNeurons = ({ windows }: FeatureResult): number[] =>
  windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron));

const maskOf = (mask: Uint8Array, { positions }: Half): Uint8Array => Uint8Array.from(positions, (t) => mask[t] ?? 0);

/** The analysed component of both halves, in memory that threads share: [neurons] each [tokens of the half]. */
async function recordedHalves(
  { work: { manifest, paths } }: EvidenceTask,
  { discovery, confirmation }: Halves,
): Promise<{ discovery: Activations; confirmation: Activations }> {
  const name = componentName(manifest.record.component, manifest.record.layer);
  const neurons = await readNeurons(recordingOf(paths.run), name);
  const gathered = (positions: Int32Array): Activations =>
    neurons.map((values) => {
      const row = new Float32Array(new SharedArrayBuffer(positions.length * Float32Array.BYTES_PER_ELEMENT));
      for (let t = 0; t < positions.length; t++) row[t] = values[positions[t] as number] as number;
      return row;
    });
  return { discovery: gathered(discovery.positions), confirmation: gathered(confirmation.positions) };
}

/** A claim measured on text that the model may have been trained on has no held-out test. */
function notHeldOut(claim: Claim): Claim {
  const reason = 'The text cannot be shown to be held out from the training of this model.';
  return { ...claim, rungs: { ...claim.rungs, E3: { status: 'not run', reason, measured: null } } };
}

function notesOf({ heldOut }: EvidenceTask, { swapped }: Halves, claims: readonly Claim[]): string[] {
  return [
    ...(heldOut
      ? []
      : [
          'The text cannot be shown to be held out from the training of this model; what it knows by heart counts too.',
        ]),
    ...(swapped === 'documents'
      ? []
      : [
          'There are too few documents to swap: segments were swapped within each document, so the claims are about these documents only.',
        ]),
    ...(claims.some(({ chosen }) => chosen === 'whole text')
      ? [
          'Neurons marked as chosen on the whole text were found by looking at both halves: their effect may be too large by a little, and they have no held-out test.',
        ]
      : []),
  ];
}
