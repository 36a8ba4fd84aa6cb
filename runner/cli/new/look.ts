/** Looks at a text from which an experiment is to be made: how it is read, what a model knows of it, what occurs in it. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TokenizedText } from '../../core/cut.ts';
import { knownOf } from '../../experiment/given-model.ts';
import { presets } from '../../experiment/manifest/presets.ts';
import { featureTools } from '../../experiment/mark-text.ts';
import { endingOf, kindOf } from '../../io/formats/texts/kinds.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import type { Readable } from '../../nn/models/reading.ts';
import { type Corpus, corpusOf, readCorpusTexts, tokensIn } from '../../text/corpus.ts';
import { documentTokens } from '../../text/documents.ts';
import { type CodeLanguage, scopeNames } from '../../text/labels/code-scopes.ts';
import { type Feature, featureSchema, resolvedFeatureSchema } from '../../text/labels/features.ts';
import { wrappedAt, wrappedIn } from '../../text/paragraphs.ts';
import type { CorpusSettings, Lines } from '../../text/settings.ts';
import { openSources } from '../../text/sources/index.ts';
import { filesInFolder, filesOfPattern, isPattern } from '../../text/sources/paths.ts';
import { tokenize, type Unit } from '../../text/tokens.ts';
import { cuttingOf, Vocabulary } from '../../text/vocabulary.ts';
import { checkOccurs, countCarriers, type FeatureCount, featuresOf, offersFor } from './feature-choice.ts';
import { documentLengthFor, minimumCountFor, validationFor } from './model-size.ts';
import { factsOf, type TextFacts } from './text-facts.ts';

/** Documents in which features are counted. */
const lookedAt = 40;
/** Of so many files half can be held out, and both halves of the evidence have what they need. */
const enoughFiles = 100;

/** The text with what was seen of it. */
export interface Look extends Reads {
  cwd: string;
  /** Path of the text, or name of a corpus. */
  text: string;
  corpus: Corpus;
  facts: TextFacts;
  /** With it whether it was trained on this text, and what it knows of it, a sentence. */
  given: (ModelThere & { ownCorpus: boolean; known: string }) | null;
  /** Characters of a line, where its lines are wrapped and are therefore joined. */
  wrapped: number | null;
}

interface Reads {
  unit: Unit;
  /** Absent: words, spaces and marks are tokens. */
  tokens?: TokenizedText | undefined;
  /** Where it is a program; null: it is none. */
  program: ProgramText | null;
}

/** A model that is there, and where. */
interface ModelThere {
  path: string;
  checkpoint: Checkpoint<Readable>;
}

interface Host {
  cwd: string;
  warn(text: string): void;
}

/**
 * Reads the text once, and makes a corpus of it as often as it takes to settle how.
 * @param text a path or the name of a corpus.
 * @throws InputError when it cannot be read, or the model knows too little of it.
 */
export async function lookAt(text: string, reads: Reads, model: ModelThere | null, { cwd, warn }: Host): Promise<Look> {
  const { unit, tokens, program } = reads;
  const trainedOn = model?.checkpoint.training?.corpus;
  // To a model that reads what was tokenized already the end of a line is a token like others.
  const readsLineEnds = tokens !== undefined && model?.checkpoint.vocabulary.includes('\n') === true;
  const { read, wrapped } = await readAsMeant(
    text,
    { trainedOn: trainedOn?.hash ?? null, readsLineEnds },
    { cwd, warn },
  );
  const vocabulary = model === null ? undefined : new Vocabulary(model.checkpoint.vocabulary, model.checkpoint.pieces);
  const make = (settings: Partial<CorpusSettings> & Pick<CorpusSettings, 'minimumCount' | 'validation'>) => {
    const lines = wrapped === null ? ('kept' as const) : ('joined' as const);
    const all = { source: [text], lines, unit, ...(tokens && { tokens }), proportion: 1, heldOut: 0.05, ...settings };
    return corpusOf(read, all, vocabulary);
  };
  const usual = { minimumCount: minimumCountFor(Number.POSITIVE_INFINITY, unit), validation: 0.05 };
  const first = make(usual);
  const facts = factsOf(first.documents);
  const length = model === null ? documentLengthFor(facts.tokens) : documentTokens;
  // A program of few files is cut within them: what is tested needs more documents than that.
  const isCut = program !== null && model === null && facts.documents < enoughFiles;
  const settings = {
    minimumCount: minimumCountFor(facts.tokens, unit),
    validation: validationFor(facts.documents),
    ...(length !== documentTokens && { documentLength: length }),
    ...(isCut && { documents: 'definitions' as const }),
  };
  const suits = isDeepStrictEqual(settings, usual);
  const corpus = suits ? first : make(settings);
  return {
    cwd,
    text,
    ...reads,
    corpus,
    wrapped,
    facts: suits ? facts : factsOf(corpus.documents),
    given: model && { ...model, ownCorpus: trainedOn?.name === text, known: knownTokens(corpus) },
  };
}

/**
 * The text with its wrapped lines joined, which its beginning tells; but what the model was trained on as it was read then, and
 * for a model that reads the ends of lines as they are.
 * @param trainedOn hash of that corpus; null: not known.
 */
async function readAsMeant(
  text: string,
  { trainedOn, readsLineEnds }: { trainedOn: string | null; readsLineEnds: boolean },
  place: Host,
) {
  const told = new Set<string>();
  // A text is opened to see whether it is wrapped, and then read; it need not warn twice.
  const warn = (warning: string) => {
    if (!told.has(warning)) place.warn(warning);
    told.add(warning);
  };
  const read = (lines: Lines) => readCorpusTexts({ source: [text], lines }, { ...place, warn });
  const width = wrappedAt(await beginningOf(text, { cwd: place.cwd, warn }));
  if (width === null || (readsLineEnds && trainedOn === null)) return { read: await read('kept'), wrapped: null };
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
    for (const token of tokenize(document.text, cuttingOf({ unit, tokens }, vocabulary))) {
      if (vocabulary.idOf(token) === undefined) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  return knownOf({ counts, total }, { vocabulary, unit, tokenized: tokens, observe: {} });
}

/** What is asked of a program, as far as its text has it; null: it is none. */
export function programFeatures({ program, corpus }: Look): Feature[] | null {
  if (program === null) return null;
  const text = some(corpus).map((document) => document.text);
  const features = featuresOfProgram(program, text.join('\n'));
  return features.length === 0 ? null : features;
}

/** How often features of the catalogue occur in a part of the text. */
export const occurrences = (look: Look): Promise<FeatureCount[]> =>
  countsOf(offersFor(look.unit, look.facts.language === 'English'), look);

async function countsOf(features: readonly Feature[], { corpus, cwd }: Look): Promise<FeatureCount[]> {
  const tools = await featureTools(features, { tagger: null, corpus, cwd });
  const texts = some(corpus).map(({ text }) => text);
  return countCarriers(features, texts, { ...tools, cutting: cuttingOf(corpus, corpus.vocabulary) });
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
export async function featuresNamedIn(word: string, look: Look): Promise<Feature[]> {
  const features = featuresOf(word, look.unit);
  const tokens = tokensIn(some(look.corpus));
  for (const each of await countsOf(features, look)) checkOccurs(each, tokens, look.unit);
  return features;
}

/** Grammars by the endings of files; of the others what a program is made of is still asked, but not its scopes. */
const languageOf: Readonly<Record<string, CodeLanguage>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'jsx',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.tsx': 'typescript',
  '.py': 'python',
  '.c': 'c',
  '.h': 'c',
  '.cc': 'cpp',
  '.cpp': 'cpp',
  '.hpp': 'cpp',
  '.cs': 'csharp',
  '.java': 'java',
  '.go': 'go',
  '.rs': 'rust',
  '.swift': 'swift',
  '.kt': 'kotlin',
  '.scala': 'scala',
  '.rb': 'ruby',
  '.lua': 'lua',
  '.r': 'r',
  '.jl': 'julia',
  '.hs': 'haskell',
  '.sh': 'bash',
  '.sql': 'sql',
  '.css': 'css',
  '.tex': 'latex',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};

export interface ProgramText {
  /** Null: there is no grammar of it. */
  language: CodeLanguage | null;
}

/** @param text a path or a pattern, or the name of a corpus. @returns null where it is no program, or is not there. */
export async function programIn(text: string, cwd: string): Promise<ProgramText | null> {
  const files = await filesOf(text, cwd);
  if (files.length === 0 || files.some((file) => kindOf(file) !== 'code')) return null;
  const [most] = [...Map.groupBy(files, endingOf)].sort(([, a], [, b]) => b.length - a.length);
  return { language: languageOf[most?.[0] ?? ''] ?? null };
}

async function filesOf(text: string, cwd: string): Promise<string[]> {
  if (isPattern(text)) return (await filesOfPattern(text, cwd)).flatMap(({ files }) => files);
  const found = await stat(resolve(cwd, text)).catch(() => null);
  if (found?.isDirectory() === true) return (await filesInFolder(text, cwd)).groups.flatMap(({ files }) => files);
  return found?.isFile() === true ? [text] : [];
}

/** Documents in which braces are looked for, at least so many. */
const fewestBraces = 60;

/** What the preset of programs asks, in the program's language; braces where it has some. */
export function featuresOfProgram({ language }: ProgramText, text: string): Feature[] {
  const braces = text.split('{').length - 1;
  return presets.code.features.flatMap((feature): Feature[] => {
    if ('nesting' in feature) return braces < fewestBraces ? [] : [parsed(feature)];
    if (!('scope' in feature)) return [parsed(feature)];
    const known = language === null ? [] : scopeNames(language);
    const scope = [feature.scope].flat().filter((name) => known.includes(name));
    return language === null || scope.length === 0 ? [] : [parsed({ ...feature, scope, language })];
  });
}

const parsed = (feature: object): Feature => resolvedFeatureSchema.parse(featureSchema.parse(feature));
