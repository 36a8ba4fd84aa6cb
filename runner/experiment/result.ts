/** Puts everything that an experiment found into the shape of a result. Pure. */
import { joinTokens, subword } from '../core/cut.ts';
import { asTyped } from '../core/installation.ts';
import { unitsOf } from '../nn/models/architecture.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import { nameOfNetwork } from '../nn/models/networks.ts';
import { componentName, isOfCells, parameterCountOf, type Readable, readerOf, widthOf } from '../nn/models/reading.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import { shownTokens } from '../text/settings.ts';
import type { ReadDocument } from '../text/text.ts';
import type { FoundContext, ObservedReading, SampledReading } from './context.ts';
import { configHash } from './manifest/hash.ts';
import { recordedOf } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';
import type { EmbeddingResult } from './results/embedding-schema.ts';
import { type Result, resultSchema, type ShownText } from './results/schema.ts';

/** The result without its side-cars, and without evidence: that is pending, where the manifest asks for any. */
export function assembleResult(context: FoundContext, embedding: EmbeddingResult | null): Result {
  const { loaded, manifest, checkpoint, observed, sampled, spectra, drawn } = context;
  return {
    schema: 1,
    id: loaded.id,
    title: manifest.title,
    description: manifest.description,
    manifest: { ...manifest },
    provenance: provenanceOf(context),
    model: {
      ...networkFacts(checkpoint.architecture, drawn),
      unit: checkpoint.unit,
      ...(checkpoint.tokens !== undefined && { tokens: checkpoint.tokens }),
      ...(checkpoint.direction !== undefined && { direction: checkpoint.direction }),
      parameters: parameterCountOf(checkpoint.architecture),
      origin: originOf(context),
    },
    corpus: corpusFacts(context.corpus),
    observation: observationOf(context),
    learningCurve: curveOf(checkpoint),
    embedding,
    record: drawn,
    ...(recordedOf(manifest).length > 1 && { recorded: [...recordedOf(manifest)] }),
    detection: {
      by: manifest.detect.by,
      on: manifest.detect.on,
      count: manifest.detect.count,
      neighbours: manifest.detect.neighbours,
      band: manifest.fourier.band,
    },
    figures: {
      learningCurve: manifest.figures.learningCurve,
      heatmap: manifest.figures.heatmap,
      fourier: manifest.figures.fourier,
    },
    texts: { observed: shownObserved(observed, shownTokens(manifest)), sampled: shownSampled(sampled) },
    features: [...context.features],
    spectra,
    evidence: null,
    ...(manifest.evidence !== 'none' && { evidencePending: { command: asTyped(`npm run evidence ${loaded.id}`) } }),
    live: null,
  };
}

/** What the network is; its units are the neurons of what is recorded, and of each layer where they are not as many. */
function networkFacts(network: Readable, { layer, component }: Result['record']) {
  const { layers, vocabulary } = network;
  const { embedding } = readerOf(network);
  const facts = { cell: nameOfNetwork(network), layers, embedding, vocabulary };
  if (!isOfCells(network)) return { ...facts, units: widthOf(network, componentName(component, layer)) };
  const { units, recurrentActivation, projection, residual } = network;
  return {
    ...facts,
    units: unitsOf({ units }, layer),
    ...(typeof units !== 'number' && { widths: [...units] }),
    ...(recurrentActivation !== undefined && { recurrentActivation }),
    ...(projection !== undefined && { projection }),
    ...(residual && { residual }),
  };
}

export function provenanceOf(
  context: Pick<FoundContext, 'manifest' | 'checkpoint' | 'corpus' | 'engine' | 'circumstances' | 'started' | 'now'>,
): Result['provenance'] {
  const { manifest, checkpoint, corpus, engine, circumstances, started, now } = context;
  const { versions, commit, command } = circumstances;
  return {
    trainingHash: checkpoint.training?.trainingHash ?? null,
    configHash: configHash(manifest),
    corpusHash: corpus.hash,
    seed: manifest.seed,
    engine: engine.name,
    device: engine.device,
    versions,
    commit,
    command,
    started: started.toISOString(),
    // A clock that was set back in the meantime.
    seconds: Math.max(0, Math.round((now().getTime() - started.getTime()) / 100) / 10),
  };
}

/** 'trained here', or the path of the checkpoint that the manifest names. */
const originOf = ({ manifest: { model, train } }: Pick<FoundContext, 'manifest'>): string =>
  model.checkpoint === null || train.continue ? 'trained here' : model.checkpoint;

function corpusFacts(corpus: Corpus): Result['corpus'] {
  const tokensIn = (documents: readonly { tokens: number }[]) => documents.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    sources: corpus.sources,
    tokens: tokensIn(corpus.documents),
    trainingTokens: tokensIn(documentsOf(corpus, 'training')),
    validationTokens: tokensIn(documentsOf(corpus, 'validation')),
    heldOutTokens: tokensIn(documentsOf(corpus, 'held-out')),
    documents: corpus.documents.length,
  };
}

function observationOf(context: FoundContext): Result['observation'] {
  const { manifest, checkpoint, observed, warmUp, trainingCopies } = context;
  const { loss, tokens: counted } = lossOf(observed, warmUp);
  return {
    source: manifest.observe.source,
    exposure: exposureOf(checkpoint, observed, manifest),
    documents: observed.documents.length,
    segments: observed.segments.length,
    tokens: observed.ids.length,
    textTokens: observed.textTokens,
    nearCopies: { ofRead: observed.nearCopies, ofTraining: trainingCopies },
    counted,
    loss,
    perplexity: loss === null ? null : Math.exp(loss),
    ...(checkpoint.unit === subword && { perplexityPerWord: perWord(observed, warmUp) }),
  };
}

/**
 * Perplexity of what stands between white space: the exponential of the loss of all counted pieces by the number of words
 * that they make up, so that networks with other tokenizers can be compared; null when there is none.
 */
export function perWord(
  { nll, segments, tokens }: Pick<ObservedReading, 'nll' | 'segments' | 'tokens'>,
  warmUp: number,
): number | null {
  const { loss, tokens: counted } = lossOf({ nll, segments }, warmUp);
  let words = 0;
  for (const [start, length] of segments) {
    const own = tokens.slice(start + Math.max(1, warmUp), start + length);
    words += joinTokens(own, subword).match(/\S+/g)?.length ?? 0;
  }
  return loss === null || words === 0 ? null : Math.exp((loss * counted) / words);
}

/** How a model was trained; null for one that came without a record of it, or with one of another shape. */
export function curveOf({ training }: Pick<Checkpoint, 'training'>): Result['learningCurve'] {
  const curve = resultSchema.shape.learningCurve.safeParse(training?.curve ?? null);
  return curve.success ? curve.data : null;
}

/** Mean cross-entropy of the tokens past each segment's warm-up, nats (null when none is predicted), and how many these are. */
export function lossOf(
  { nll, segments }: Pick<ObservedReading, 'nll' | 'segments'>,
  warmUp: number,
): { loss: number | null; tokens: number } {
  let sum = 0;
  let count = 0;
  for (const [start, length] of segments) {
    // nll[t] belongs to token t + 1; a segment's first token is never predicted.
    const first = start + Math.max(1, warmUp);
    for (const each of nll.subarray(first - 1, Math.max(first, start + length) - 1)) sum += each;
    count += Math.max(0, start + length - first);
  }
  return { loss: count === 0 ? null : sum / count, tokens: count };
}

/** What is known of whether the model was trained on the observed text: by its own list, by its author's word, or not. */
export function exposureOf(
  { training }: Pick<Checkpoint, 'training'>,
  { documents }: { documents: readonly Pick<ReadDocument, 'hash'>[] },
  { observe }: Pick<Manifest, 'observe'>,
): Result['observation']['exposure'] {
  const heldOut = new Set(training?.corpus.heldOut);
  if (documents.length > 0 && documents.every(({ hash }) => heldOut.has(hash))) return 'held out';
  return observe.heldOut === true ? 'declared held out by the author' : 'not shown to be held out';
}

function shownObserved({ tokens, unknown, segments, nll }: ObservedReading, most: number): ShownText {
  const shown = tokens.slice(0, most);
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
