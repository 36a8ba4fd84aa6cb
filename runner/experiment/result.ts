/** Puts everything that an experiment found into the shape of a result. Pure. */
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import { configHash } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/schema.ts';
import { parameterCount } from '../models/architecture.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { EmbeddingResult } from '../results/embedding-schema.ts';
import type { Evidence } from '../results/evidence-schema-1.ts';
import { type FeatureResult, type Result, resultSchema, type ShownText, type Spectrum } from '../results/schema.ts';
import type { ObservedReading, SampledReading } from './reading.ts';

/** So many of the observed tokens are shown, as many as the thesis showed. */
export const shownTokens = 406;

export interface Circumstances {
  id: string;
  engine: string;
  device: string;
  versions: Record<string, string>;
  commit: string | null;
  started: Date;
  seconds: number;
  command: string;
}

export interface Parts {
  manifest: Manifest;
  corpus: Corpus;
  checkpoint: Checkpoint;
  /** 'trained here', or the path that the manifest names. */
  origin: string;
  observed: ObservedReading;
  sampled: SampledReading;
  warmUp: number;
  features: FeatureResult[];
  spectra: Spectrum[];
  evidence: Evidence | null;
  embedding: EmbeddingResult | null;
  circumstances: Circumstances;
}

export function assembleResult(parts: Parts): Result {
  const { manifest, corpus, checkpoint, observed, sampled, warmUp, features, spectra, evidence, circumstances } = parts;
  const { id, seconds, started, ...origin } = circumstances;
  const { architecture, training } = checkpoint;
  const loss = meanLoss(observed, warmUp);
  const tokensIn = (split: Parameters<typeof documentsOf>[1]) =>
    documentsOf(corpus, split).reduce((sum, { tokens }) => sum + tokens, 0);
  const curve = resultSchema.shape.learningCurve.safeParse(training?.curve ?? null);
  return {
    schema: 1,
    id,
    title: manifest.title,
    description: manifest.description,
    manifest: { ...manifest },
    provenance: {
      trainingHash: training?.trainingHash ?? null,
      configHash: configHash(manifest),
      corpusHash: corpus.hash,
      seed: manifest.seed,
      ...origin,
      started: started.toISOString(),
      seconds: Math.round(seconds * 10) / 10,
    },
    model: { ...architecture, unit: checkpoint.unit, parameters: parameterCount(architecture), origin: parts.origin },
    corpus: {
      sources: corpus.sources,
      tokens: corpus.documents.reduce((sum, { tokens }) => sum + tokens, 0),
      trainingTokens: tokensIn('training'),
      validationTokens: tokensIn('validation'),
      heldOutTokens: tokensIn('held-out'),
      documents: corpus.documents.length,
    },
    observation: {
      source: manifest.observe.source,
      exposure: wasHeldOut(checkpoint, observed) ? 'held out' : 'not shown to be held out',
      documents: observed.documents.length,
      segments: observed.segments.length,
      tokens: observed.ids.length,
      loss,
      perplexity: loss === null ? null : Math.exp(loss),
    },
    learningCurve: curve.success ? curve.data : null,
    embedding: parts.embedding,
    record: manifest.record,
    detection: {
      by: manifest.detect.by,
      on: manifest.detect.on,
      count: manifest.detect.count,
      neighbours: manifest.detect.neighbours,
      band: manifest.fourier.band,
    },
    figures: manifest.figures,
    texts: { observed: shownObserved(observed), sampled: shownSampled(sampled) },
    features,
    spectra,
    evidence,
    live: null,
  };
}

/** Mean cross-entropy of the tokens past each segment's warm-up, nats; null when none is predicted. */
export function meanLoss({ nll, segments }: Pick<ObservedReading, 'nll' | 'segments'>, warmUp: number): number | null {
  let sum = 0;
  let count = 0;
  for (const [start, length] of segments) {
    // nll[t] belongs to token t + 1; a segment's first token is never predicted.
    for (let token = start + Math.max(1, warmUp); token < start + length; token++) {
      sum += nll[token - 1] ?? Number.NaN;
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}

/** True when the checkpoint's own list names every observed document as held out. */
export function wasHeldOut({ training }: Checkpoint, { documents }: ObservedReading): boolean {
  const heldOut = new Set(training?.corpus.heldOut);
  return documents.length > 0 && documents.every(({ hash }) => heldOut.has(hash));
}

function shownObserved({ tokens, unknown, segments, nll }: ObservedReading): ShownText {
  const shown = tokens.slice(0, shownTokens);
  const inside = (position: number) => position < shown.length;
  return {
    tokens: shown,
    unknown: unknown.filter(inside),
    resets: segments.map(([start]) => start).filter(inside),
    promptLength: 0,
    nll: listed(nll.subarray(0, Math.max(0, shown.length - 1))),
    sidecars: [],
    predictions: null,
  };
}

function shownSampled({ tokens, unknown, promptLength, nll }: SampledReading): ShownText {
  return { tokens, unknown, resets: [0], promptLength, nll: listed(nll), sidecars: [], predictions: null };
}

/** JSON has no NaN. Four decimals of a nat are more than a reader can tell apart. */
const listed = (nll: Float32Array): (number | null)[] =>
  Array.from(nll, (value) => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null));
