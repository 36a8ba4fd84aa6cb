/**
 * Makes a new experiment of a text, or of a model and a text: looks at the text, finds settings with which the tests of the
 * evidence can run, and a size of network that suits it. Reads files; writes none.
 */
import { resolve } from 'node:path';
import { cutOf, type TokenizedText } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { integer } from '../core/words.ts';
import { checkTrainable } from '../corpus/check-trainable.ts';
import { type Corpus, corpusOf, documentsOf, readTexts } from '../corpus/corpus.ts';
import { documentTokens } from '../corpus/documents.ts';
import { wrappedAt } from '../corpus/paragraphs.ts';
import { resplit } from '../corpus/resplit.ts';
import type { CorpusSettings, Lines } from '../corpus/settings.ts';
import { openSources } from '../corpus/sources/index.ts';
import { tokenize, type Unit } from '../corpus/tokens.ts';
import { Vocabulary } from '../corpus/vocabulary.ts';
import { chooseEngine } from '../engines/engines.ts';
import { speedOf } from '../engines/measure.ts';
import { shortageLines } from '../experiment/evidence-outlook.ts';
import { featureTools } from '../experiment/feature-tools.ts';
import { knownOf } from '../experiment/known-tokens.ts';
import { markedText, trialOf } from '../experiment/reading-trial.ts';
import { findRemedy, type ReadSettings } from '../experiment/remedy.ts';
import type { Shortage } from '../experiment/shortages.ts';
import type { Feature } from '../features/features.ts';
import { resolveManifest } from '../manifest/resolve.ts';
import type { Manifest } from '../manifest/resolved.ts';
import { type Checkpoint, loadCheckpoint } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import { type Counted, checkOccurs, countCarriers, featuresOf, offersFor } from './feature-choice.ts';
import { type Draft, written } from './manifest-text.ts';
import { documentLengthFor, type ModelSettings, minimumCountFor, modelFor, validationFor } from './model-size.ts';
import { promptFrom } from './prompt.ts';
import { factsOf, type TextFacts } from './text-facts.ts';

/** A speed that says how long a training takes, about. */
const measuredSeconds = 0.3;
/** Documents in which features are counted. */
const lookedAt = 40;
/** Characters in which wrapped lines would show. */
const wrappedIn = 200_000;

export interface Place {
  cwd: string;
  /** Where large texts lie while they are read. */
  cacheDirectory: string;
  warn(text: string): void;
}

/** The text with what was seen of it. */
export interface Look {
  text: string;
  unit: Unit;
  /** Absent: words, spaces and marks are tokens. */
  tokens?: TokenizedText | undefined;
  corpus: Corpus;
  facts: TextFacts;
  given: LookedInto | null;
  /** Characters of a line, where its lines are wrapped and are therefore joined. */
  wrapped: number | null;
}

/** @throws InputError when the folder is no checkpoint. */
export const givenModel = async (path: string, cwd: string): Promise<Checkpoint> => {
  if (/\.(?:pt|pth|h5|keras|safetensors|onnx|ckpt)$/i.test(path)) {
    throw new InputError('not-imported', { what: `${path} is a model file, not a checkpoint of this program` });
  }
  return loadCheckpoint(resolve(cwd, path));
};

/** A model that is there, beside the text. */
interface LookedInto extends GivenModel {
  /** Whether it was trained on this text. */
  ownCorpus: boolean;
  /** What it knows of the text, a sentence. */
  known: string;
}

/** A model that is there, and where. */
interface GivenModel {
  path: string;
  checkpoint: Checkpoint;
}

/**
 * Reads the text once, and makes a corpus of it as often as it takes to settle how.
 * @param text a path or the name of a corpus.
 * @throws InputError when it cannot be read, or the model knows too little of it.
 */
export async function lookAt(
  text: string,
  reads: { unit: Unit; tokens?: TokenizedText | undefined },
  model: GivenModel | null,
  place: Place,
): Promise<Look> {
  const trainedOn = model?.checkpoint.training?.corpus;
  const { read, wrapped } = await readAsMeant(text, trainedOn?.hash ?? null, place);
  const vocabulary = model === null ? undefined : new Vocabulary(model.checkpoint.vocabulary);
  const make = async (settings: Pick<CorpusSettings, 'minimumCount' | 'validation' | 'documentLength'>) => {
    const lines = wrapped === null ? ('kept' as const) : ('joined' as const);
    const { unit, tokens } = reads;
    const all = { source: [text], lines, unit, ...(tokens && { tokens }), proportion: 1, heldOut: 0.05, ...settings };
    return (await corpusOf(read, all, { ...place, vocabulary })).corpus;
  };
  const { unit } = reads;
  const first = await make({ minimumCount: minimumCountFor(Number.POSITIVE_INFINITY, unit), validation: 0.05 });
  const facts = factsOf(first.documents);
  const minimumCount = minimumCountFor(facts.tokens, unit);
  const validation = validationFor(facts.documents);
  const length = model === null ? documentLengthFor(facts.tokens) : documentTokens;
  const suits =
    minimumCount === first.settings.minimumCount &&
    validation === first.settings.validation &&
    length === documentTokens;
  const documentLength = length === documentTokens ? {} : { documentLength: length };
  const corpus = suits ? first : await make({ minimumCount, validation, ...documentLength });
  return {
    text,
    ...reads,
    corpus,
    facts: suits ? facts : factsOf(corpus.documents),
    given: model && { ...model, ownCorpus: trainedOn?.name === text, known: knownTokens(corpus) },
    wrapped,
  };
}

/**
 * The text with its wrapped lines joined, which its beginning tells; but what the model was trained on as it was read then.
 * @param trainedOn hash of that corpus; null: not known.
 */
async function readAsMeant(text: string, trainedOn: string | null, place: Place) {
  const told = new Set<string>();
  // A text is opened to see whether it is wrapped, and then read; it need not warn twice.
  const warn = (warning: string) => {
    if (!told.has(warning)) place.warn(warning);
    told.add(warning);
  };
  const read = (lines: Lines) => readTexts({ source: [text], lines }, { ...place, warn });
  const width = wrappedAt(await beginningOf(text, { cwd: place.cwd, warn }));
  if (width === null) return { read: await read('kept'), wrapped: null };
  const joined = await read('joined');
  if (trainedOn === null || trainedOn === joined.hash) return { read: joined, wrapped: width };
  const kept = await read('kept');
  return kept.hash === trainedOn ? { read: kept, wrapped: null } : { read: joined, wrapped: width };
}

/** As much of a file as shows whether its lines are wrapped; nothing of a corpus with a name, whose lines are as they are meant. */
async function beginningOf(text: string, options: { cwd: string; warn(text: string): void }): Promise<string> {
  let start = '';
  for (const { credit, whole, texts } of await openSources([text], options)) {
    if (credit !== null) return '';
    for await (const piece of texts) {
      start += whole ? `${piece}\n\n` : piece;
      if (start.length >= wrappedIn) return start;
    }
  }
  return start;
}

/** What a model that is there knows of the text. @throws InputError when it is too little. */
function knownTokens({ documents, vocabulary, unit, tokens }: Corpus): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const document of documents) {
    total += document.tokens;
    if (vocabulary.unknownId === undefined || !document.ids.includes(vocabulary.unknownId)) continue;
    for (const token of tokenize(document.text, cutOf({ unit, tokens }))) {
      if (vocabulary.idOf(token) === undefined) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  return knownOf({ counts, total }, { vocabulary, unit, tokenized: tokens, observe: {} });
}

/** How often features of the catalogue occur in a part of the text. */
export async function occurrences({ corpus, unit, facts }: Look, cwd: string): Promise<Counted[]> {
  const features = offersFor(unit, facts.language === 'English');
  return countCarriers(
    features,
    some(corpus).map(({ text }) => text),
    await featureTools(features, { tagger: null, corpus, cwd }),
  );
}

/** Documents from all over the text. */
function some({ documents }: Corpus) {
  const step = Math.max(1, Math.floor(documents.length / lookedAt));
  return documents.filter((_, index) => index % step === 0).slice(0, lookedAt);
}

/**
 * @param word names of features of the catalogue, or patterns, with commas between them.
 * @throws InputError when one is neither, or no token of a part of the text carries it.
 */
export async function featuresIn(word: string, { corpus, unit }: Look, cwd: string): Promise<Feature[]> {
  const features = featuresOf(word, unit);
  const documents = some(corpus);
  const counts = countCarriers(
    features,
    documents.map(({ text }) => text),
    await featureTools(features, { tagger: null, corpus, cwd }),
  );
  const tokens = documents.reduce((sum, each) => sum + each.tokens, 0);
  for (const each of counts) checkOccurs(each, tokens, unit);
  return features;
}

export interface Wishes {
  features: readonly Feature[];
  author: string | null;
  /** That the model was never trained on the text. */
  declared: boolean;
}

/** @throws InputError when the text is too small to train on, or to read. */
export async function draftOf(look: Look, wishes: Wishes, cwd: string): Promise<Omit<Draft, 'title'>> {
  const { corpus, unit, tokens, text, given } = look;
  const { features } = wishes;
  const tools = await featureTools(features, { tagger: null, corpus, cwd });
  const size = modelFor(look.facts.tokens, unit);
  const manifest = manifestFor(look, features, size);
  const trial = trialOf({ manifest, corpus, tools, cwd }, given === null);
  const usual: ReadSettings = { heldOut: corpus.settings.heldOut, documents: 128, segment: 256, warmUp: 32 };
  const short = await trial(usual);
  const fromCorpus = manifest.observe.source === 'held-out';
  const room = {
    holdsOut: given === null,
    documents: fromCorpus ? documentsOf(corpus, 'held-out').length : Number.POSITIVE_INFINITY,
    all: corpus.documents.length,
  };
  const remedy = short?.length === 0 ? null : await findRemedy(usual, short, room, trial);
  const settings = remedy?.settings ?? usual;
  const left = remedy?.left ?? short;
  // Neither as it is nor otherwise: the reading itself says why.
  if (left === null) throw await whyUnreadable(manifest, look, cwd);
  return {
    author: wishes.author,
    text,
    unit,
    tokens,
    wrapped: look.wrapped,
    features,
    shown: Math.min(look.facts.tokens, unit === 'word' ? 406 : 800),
    prompt: promptFrom(corpus),
    observe: settings,
    missing: await missingLines(left, look.facts.tokens),
    model:
      given === null
        ? await trainedHere(resplit(corpus, { ...corpus.settings, heldOut: settings.heldOut }), size)
        : {
            kind: 'given',
            checkpoint: given.path,
            declared: wishes.declared,
            ownCorpus: given.ownCorpus,
            heldOut: settings.heldOut,
          },
  };
}

/** Documents of 128 tokens and what is left of a paragraph, half of them held out: that gives both halves what they need. */
const enoughTokens = 30_000;

async function missingLines(left: readonly Shortage[], tokens: number): Promise<string[]> {
  if (left.length === 0) return [];
  const longer =
    tokens < enoughTokens ? `a longer text does, of some ${integer(enoughTokens)} tokens` : 'a longer text does';
  return [...(await shortageLines(left, null)), `No setting helps; ${longer}, or a more frequent feature.`];
}

async function whyUnreadable(manifest: Manifest, { corpus, given }: Look, cwd: string): Promise<unknown> {
  try {
    if (given === null) checkTrainable(corpus, manifest.train);
    await markedText({ manifest, corpus, tools: await featureTools([], { tagger: null, corpus, cwd }), cwd });
  } catch (error) {
    return error;
  }
  return new Error('scaffold: a text was found too small and then was not');
}

/** What a trial reads of a manifest. */
function manifestFor({ corpus, text, given }: Look, features: readonly Feature[], size: ModelSettings): Manifest {
  const { batch, window, dropout } = size;
  const resolution = resolveManifest({
    title: 'a draft',
    corpus: { ...corpus.settings },
    observe: given === null || given.ownCorpus ? {} : { source: text },
    train: { batch, window, dropout },
    features: features.map(written),
  });
  if ('problems' in resolution) throw new Error(`scaffold: ${resolution.problems[0].what}`);
  const { model } = resolution.manifest;
  return { ...resolution.manifest, model: { ...model, units: size.units }, features: [...features] };
}

async function trainedHere(corpus: Corpus, settings: ModelSettings): Promise<Draft['model']> {
  const trainingTokens = documentsOf(corpus, 'training').reduce((sum, { tokens }) => sum + tokens, 0);
  const speed = await trainingSpeed(await chooseEngine({ device: 'cpu' }), settings, corpus);
  const seconds = (settings.epochs * trainingTokens) / speed;
  const { minimumCount, documentLength, heldOut, validation } = corpus.settings;
  const textTokens = corpus.documents.reduce((sum, { tokens }) => sum + tokens, 0);
  const split = { minimumCount, documentLength, heldOut, validation };
  return { kind: 'trained', ...split, settings, seconds, trainingTokens, textTokens };
}

/** Tokens a second. */
const trainingSpeed = (
  engine: Engine,
  { units, embedding, batch, window, dropout }: ModelSettings,
  { vocabulary }: Corpus,
) =>
  speedOf(
    engine,
    {
      job: 'training',
      architecture: { cell: 'lstm', layers: 1, units, embedding, vocabulary: vocabulary.size },
      objective: 'every',
      batch,
      steps: window,
      dropout,
      // Adam's.
      slots: 2,
    },
    measuredSeconds,
    () => performance.now(),
  );
