/** What the evidence needs of an experiment that has been recorded and whose features have been found. Types, mostly. */
import type { Reporter } from '../../core/reporter.ts';
import type { Corpus } from '../../corpus/corpus.ts';
import type { FoundVectors } from '../../embeddings/find-vectors.ts';
import type { FeatureTools } from '../../features/mark-feature.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import type { Engine } from '../../models/program.ts';
import type { Evidence } from '../../results/evidence-schema.ts';
import type { FeatureResult } from '../../results/schema.ts';
import type { Paths } from '../folders.ts';
import type { ObservedReading } from '../reading.ts';

export interface EvidenceContext {
  manifest: Manifest;
  /** What further seeds are trained on. */
  corpus: Corpus;
  checkpoint: Checkpoint;
  engine: Engine;
  paths: Paths;
  /** Token vectors with which the training began, where they were not drawn. */
  vectors?: FoundVectors | null;
  observed: ObservedReading;
  /** Tokens at each segment's start that are not scored. */
  warmUp: number;
  tools: FeatureTools;
  /** What was found for each feature of the manifest, with its marks over the observed text, [tokens]. */
  features: readonly { found: FeatureResult; mask: Uint8Array }[];
  /** Whether the model can be shown never to have seen the text. */
  heldOut: boolean;
  /** True when the user asked to stop. */
  interrupted(): boolean;
}

export interface EvidenceListeners {
  reporter: Reporter;
  /** Hears the evidence as far as it is there, after each step. */
  onStep?(soFar: Evidence): Promise<void> | void;
  /** Seconds; only differences count. */
  now(): number;
}

export const detectedNeurons = ({ windows }: FeatureResult): number[] =>
  windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron));
