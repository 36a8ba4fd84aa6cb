/**
 * What an experiment needs before a model can be trained or asked: everything that can be wrong with the user's input
 * is found here, so that bad input costs no training and leaves no file.
 */
import { isAbsolute, resolve } from 'node:path';
import { item } from '../core/at.ts';
import { isNatural } from '../core/cut.ts';
import { InputError, Interrupted } from '../core/errors.ts';
import { both } from '../core/format.ts';
import type { Reporter } from '../core/reporter.ts';
import { areNumbers, type FeatureValues } from '../core/values.ts';
import { coverage, type FoundVectors, findVectors } from '../io/embeddings/find-vectors.ts';
import { withVectors } from '../io/formats/vectors/open-vectors.ts';
import { type Units, unitsOf } from '../nn/models/architecture.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import { checkTrainable } from '../text/check-trainable.ts';
import { type Corpus, readCorpus } from '../text/corpus.ts';
import { withCatalogue } from '../text/labels/catalogue.ts';
import type { Feature } from '../text/labels/features.ts';
import { withoutTrainingCopies } from '../text/near-copies.ts';
import { shownTokens } from '../text/settings.ts';
import { observedText, type ReadDocument, type Text } from '../text/text.ts';
import { passedOver } from '../wording/near-copies.ts';
import { segmentsRead } from '../wording/segments-read.ts';
import type { PreparedContext, StartContext } from './context.ts';
import { checkBand } from './find.ts';
import { checkFolders, type Paths } from './folders.ts';
import { checkKnown, givenModel } from './given-model.ts';
import { checkpointOf } from './kept-models.ts';
import { withCheckpoint } from './manifest/checkpoint.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { drawnOf } from './manifest/record.ts';
import type { AskedManifest, Manifest } from './manifest/resolved.ts';
import { isFileOfVectors } from './manifest/schema.ts';
import { documentMarks, featureTools, markedFeatures } from './mark-text.ts';
import { askedPairs, checkNeurons } from './pairs/read-pairs.ts';
import { promptOf, vocabularyOf } from './reading.ts';

/** @throws InputError for everything that is wrong with the input; RunError when a folder cannot be written. */
export async function prepare({
  loaded,
  opened,
  paths,
  reporter,
  interrupted = () => false,
}: Pick<StartContext, 'loaded' | 'opened' | 'paths' | 'reporter'> & Partial<StartContext>): Promise<
  Omit<PreparedContext, keyof StartContext>
> {
  const { cwd } = paths;
  const given = opened ?? (await givenCheckpoint(loaded.manifest, paths));
  const asked = manifestFor(loaded, given);
  warnOfFolders(asked, reporter);
  reporter.step(`Corpus ${asked.corpus.source.join(', ')}`);
  const corpus = await readCorpus(asked.corpus, {
    cwd,
    vocabulary: given === null ? undefined : vocabularyOf(given),
    warn: (text) => reporter.note(text),
    look() {
      if (interrupted()) throw stoppedEarly();
    },
  });
  if (interrupted()) throw stoppedEarly();
  const manifest = withUnits(asked, corpus);
  if (given === null || manifest.train.continue) checkTrainable(corpus, manifest.train);
  const byHand = Object.values(manifest.neurons ?? {}).flat();
  checkNeurons('neurons', byHand, unitsOf(manifest.model, drawnOf(manifest).layer));
  const { direction } = manifest.model;
  const prompt = promptOf(manifest, corpus.vocabulary);
  const pairSets = await askedPairs(manifest, { corpus, cwd, reporter });
  const { corpus: observable, copies: trainingCopies } =
    manifest.observe.source === 'held-out'
      ? withoutTrainingCopies(corpus, trainedDocuments(given, corpus))
      : { corpus, copies: 0 };
  const read = await observedText(manifest.observe, { corpus: observable, cwd, direction });
  checkDeclared({ manifest, given, corpus, text: read });
  const strange =
    given === null ? null : checkKnown({ ...corpus, tokenized: corpus.tokens, observe: manifest.observe, text: read });
  if (strange !== null) reporter.note(strange);
  if (direction !== undefined) reporter.note('Texts are read from right to left, and shown as they are written.');
  if (isNatural(manifest.observe.segment)) {
    const { segments, ids } = read;
    const words = segmentsRead({ segments: segments.length, tokens: ids.length }, manifest.observe);
    reporter.note(`The observed text is read ${words}.`);
  }
  for (const words of passedOver({ ofRead: read.nearCopies, ofTraining: trainingCopies })) reporter.note(words);
  const written = prompt.ids.length + manifest.sample.length;
  checkBand(manifest, manifest.detect.on === 'sampled' ? written : Math.min(shownTokens(manifest), read.ids.length));
  const fileVectors = await vectorsFor(manifest, corpus, cwd, reporter);
  const tools = await featureTools(manifest.features, { tagger: manifest.tagger, corpus, cwd });
  const marks = await markedFeatures(read, { manifest, corpus, tools, cwd });
  const { text, marks: marked } = sortByCoverage({ text: read, marks }, shownTokens(manifest));
  const documents = await documentMarks(manifest, { observed: text, corpus, cwd, reporter });
  await checkFolders(paths);
  return { manifest, given, corpus, trainingCopies, fileVectors, tools, text, marked, documents, prompt, pairSets };
}

const stoppedEarly = (): Interrupted =>
  new Interrupted('stopped-reading', {
    what: 'Stopped while the text was read',
    fix: 'Run the same command again',
    files: 'Nothing was written',
  });

/** The manifest as the checkpoint that it names fixes it, with every feature spelt out. */
function manifestFor(loaded: LoadedManifest, given: Checkpoint<Readable> | null): Manifest<Feature, Units | 'auto'> {
  const { manifest } = loaded;
  const settings = given === null ? manifest : withCheckpoint(loaded, given, manifest.model.checkpoint ?? '');
  return { ...settings, features: withCatalogue(settings.features, settings.corpus.unit) };
}

/** Pages print the names of files alone, but the published files hold the settings as they are. */
function warnOfFolders(
  { corpus, observe, model }: Pick<Manifest, 'corpus' | 'observe'> & { model: { checkpoint: string | null } },
  reporter: Reporter,
): void {
  const named = [...corpus.source, observe.source, model.checkpoint ?? ''];
  const absolute = [...new Set(named.filter(isAbsolute))];
  if (absolute.length === 0) return;
  reporter.note(
    `${both(absolute)}: result.json publishes the whole path. Give one relative to this folder to keep the folders of this machine out of it.`,
  );
}

/** With one-hot input, as many units as there are tokens where they are `auto`. */
const withUnits = (manifest: Manifest<Feature, Units | 'auto'>, { vocabulary }: Corpus): Manifest => {
  const { model } = manifest;
  return { ...manifest, model: { ...model, units: model.units === 'auto' ? vocabulary.size : model.units } };
};

/** @throws InputError when the file of vectors is damaged, or holds no token of the corpus. */
async function vectorsFor(
  { model }: Manifest,
  { vocabulary }: Corpus,
  cwd: string,
  reporter: Reporter,
): Promise<FoundVectors | null> {
  const { from } = model.embedding;
  if (!isFileOfVectors(from)) return null;
  reporter.step(`Vectors ${from}`);
  const onProgress = (done: number, total: number) => reporter.progress({ done, total, text: 'reading vectors' });
  const vectors = await withVectors(from, cwd, (reader) => findVectors(reader, from, vocabulary.tokens, onProgress));
  const { asWritten, lowerCased, missing } = coverage(vectors);
  reporter.note(
    `${asWritten + lowerCased} of ${vocabulary.size} tokens start from the ${vectors.words} vectors of ${from} (${vectors.format}), ${lowerCased} of them from those of the same word in lower case; ${missing} have none and start from random ones.${model.embedding.further === true ? ' All are learned further on the training text.' : ''}`,
  );
  return vectors;
}

async function givenCheckpoint(
  { model, train }: Pick<AskedManifest, 'model' | 'train'>,
  { cwd, run }: Paths,
): Promise<Checkpoint<Readable> | null> {
  if (model.checkpoint === null) {
    if (!train.continue) return null;
    throw new InputError('nothing-to-continue', {
      what: 'train.continue is true, but model.checkpoint names no checkpoint to continue from',
    });
  }
  const directory = resolve(cwd, model.checkpoint);
  if (train.continue && directory === checkpointOf(run)) {
    throw new InputError('continue-replaces-checkpoint', {
      what: `train.continue would replace ${model.checkpoint}, the checkpoint that it continues from`,
    });
  }
  return givenModel(model.checkpoint, cwd);
}

interface Declared {
  manifest: Pick<Manifest, 'observe'>;
  /** Null: the model is trained on the corpus. */
  given: Pick<Checkpoint, 'training'> | null;
  corpus: Pick<Corpus, 'hash' | 'documents'>;
  text: { documents: readonly Pick<ReadDocument, 'hash'>[] };
}

/**
 * Whether what the author declares of the observed text can be true: a record of the training may say otherwise.
 * @throws InputError when `observe.heldOut` is declared of documents that the model is known to be trained on.
 */
export function checkDeclared({ manifest, given, corpus, text }: Declared): void {
  if (manifest.observe.heldOut !== true) return;
  const trainedOn = trainedDocuments(given, corpus);
  const seen = text.documents.filter(({ hash }) => trainedOn.has(hash)).length;
  if (seen === 0) return;
  throw new InputError('declared-not-held-out', {
    what: `observe.heldOut declares that the model was never trained on the observed text, and ${seen} of its ${text.documents.length} documents are in its training`,
  });
}

/** By hash; empty where it is not known on what the model was trained. */
function trainedDocuments(given: Declared['given'], { hash, documents }: Declared['corpus']): Set<string> {
  const inTraining = documents.filter(({ split }) => split === 'training' || split === 'validation');
  if (given === null) return new Set(inTraining.map((document) => document.hash));
  const facts = given.training?.corpus;
  if (facts === undefined || facts.hash !== hash) return new Set();
  const heldOut = new Set(facts.heldOut);
  return new Set(inTraining.map((document) => document.hash).filter((each) => !heldOut.has(each)));
}

/** Of one feature so many tokens are enough to look at; more make a document no better. Of a number so many other values count. */
const enough = 12;

export interface MarkedText<Mark extends { mask: FeatureValues }> {
  text: Text;
  /** [features] each with its mask [tokens], 1 where a token carries it. */
  marks: readonly Mark[];
}

/**
 * Exchanges the first document with the one whose shown tokens carry most features well, the first of equal ones; then the
 * second in the same way, and so on, as far as `shown` tokens reach. A text of documents of unequal length, or of one
 * document, stays as it is.
 */
export function sortByCoverage<Mark extends { mask: FeatureValues }>(
  given: MarkedText<Mark>,
  shown: number,
): MarkedText<Mark> {
  const { documentStarts, tokens } = given.text;
  const count = documentStarts.length;
  const length = documentStarts[1] ?? tokens.length;
  const alike = documentStarts.every((start, index) => start === index * length);
  if (count < 2 || !alike || count * length !== tokens.length) return given;
  const order = [...documentStarts.keys()];
  for (let place = 0; place < count && place * length < shown; place++) {
    const seen = Math.min(length, shown - place * length);
    const scores = order.slice(place).map((document) => richness(given.marks, document * length, seen));
    const richest = place + scores.indexOf(Math.max(...scores));
    [order[place], order[richest]] = [item(order, richest), item(order, place)];
  }
  return inOrder(given, order, length);
}

const richness = (marks: readonly { mask: FeatureValues }[], from: number, length: number): number =>
  marks.reduce((score, { mask }) => {
    const own = mask.subarray(from, from + length);
    const carriers = areNumbers(own) ? new Set(own).size - 1 : own.reduce((sum, mark) => sum + mark, 0);
    return score + Math.min(enough, carriers);
  }, 0);

/** The same documents, each of so many tokens, in another order. */
function inOrder<Mark extends { mask: FeatureValues }>(
  { text, marks }: MarkedText<Mark>,
  order: readonly number[],
  length: number,
): MarkedText<Mark> {
  const parts = <Item>(list: readonly Item[], size: number): Item[] =>
    order.flatMap((document) => list.slice(document * size, (document + 1) * size));
  const values = <A extends Int32Array | FeatureValues>(own: A): A => {
    const moved = own.slice() as A;
    order.forEach((document, place) => {
      moved.set(own.subarray(document * length, (document + 1) * length), place * length);
    });
    return moved;
  };
  return {
    text: {
      ...text,
      tokens: parts(text.tokens, length),
      ids: values(text.ids),
      unknown: text.unknown
        .map((t) => order.indexOf(Math.floor(t / length)) * length + (t % length))
        .sort((a, b) => a - b),
      documents: parts(text.documents, 1),
      documentNumbers: parts(text.documentNumbers, 1),
    },
    marks: marks.map((each) => ({ ...each, mask: values(each.mask) })),
  };
}
