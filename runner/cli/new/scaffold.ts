/**
 * Makes a new experiment of a text that was looked at, or of a model and a text: finds settings with which the tests of the
 * evidence can run, and a size of network that suits it. Reads files; writes none.
 */

import { readdir, stat } from 'node:fs/promises';
import { dirname, posix, resolve, sep } from 'node:path';
import { cutOf, joinTokens, subword } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { bytes, counted, integer } from '../../core/words.ts';
import { presets } from '../../experiment/manifest/presets.ts';
import { resolveManifest } from '../../experiment/manifest/resolve.ts';
import type { Manifest } from '../../experiment/manifest/resolved.ts';
import { featureTools, markedText } from '../../experiment/mark-text.ts';
import { findRemedy, type ReadSettings, resplit, shortageLines, trialOf } from '../../experiment/outlook.ts';
import { endingOf, kindOf } from '../../io/formats/texts/kinds.ts';
import { chooseEngine } from '../../nn/engines/engines.ts';
import { speedOf } from '../../nn/engines/measure.ts';
import { factsOf, nameOfNetwork } from '../../nn/models/networks.ts';
import { checkTrainable } from '../../text/check-trainable.ts';
import { type Corpus, documentsOf, tokensIn } from '../../text/corpus.ts';
import type { Feature } from '../../text/labels/features.ts';
import { isPattern } from '../../text/sources/paths.ts';
import { isWord, tokenize, type Unit } from '../../text/tokens.ts';
import { type Look, rivalOf } from './look.ts';
import { type Draft, shownIn, written } from './manifest-text.ts';
import { type ModelSettings, modelFor, testableFrom } from './model-size.ts';

/** A speed that says how long a training takes, about. */
const measuredSeconds = 0.3;

/**
 * @param wishes.declared that the model was never trained on the text.
 * @throws InputError when the text is too small to train on, or to read.
 */
export async function draftOf(
  look: Look,
  wishes: Pick<Draft, 'title' | 'author' | 'features'> & { declared: boolean },
): Promise<Draft> {
  const { corpus, unit, given, cwd } = look;
  const { features, declared } = wishes;
  const isProgram = look.program !== null;
  const tools = await featureTools(features, { tagger: null, corpus, cwd });
  const size = modelFor(look.facts.tokens, unit);
  const manifest = manifestFor(look, features, size);
  const trial = trialOf({ manifest, corpus, tools, cwd }, given === null);
  const { segment, warmUp } = isProgram ? presets.code.observe : { segment: 256, warmUp: 32 };
  const usual: ReadSettings = { heldOut: corpus.settings.heldOut, documents: 128, tokens: 65536, segment, warmUp };
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
  if (left === null) throw await whyUnreadable(manifest, look);
  const { heldOut } = settings;
  return {
    ...{ ...look, ...wishes, isProgram },
    rival: await rivalOf(look, features),
    shown: Math.min(look.facts.tokens, shownIn({ unit, isProgram })),
    prompt: promptFrom(corpus, isProgram),
    observe: settings,
    missing: left.length === 0 ? [] : [...(await shortageLines(left, null)), ...(await longerText(look))],
    model:
      given === null
        ? await trainedHere(resplit(corpus, { ...corpus.settings, heldOut }), size)
        : {
            ...{ kind: 'given', checkpoint: given.path, declared, ownCorpus: given.ownCorpus, heldOut },
            component: factsOf(nameOfNetwork(given.checkpoint.architecture)).defaultComponent,
          },
  };
}

/** How long a text is long enough, and where more of it is. */
async function longerText(look: Look): Promise<string[]> {
  const { facts, unit } = look;
  if (facts.tokens >= testableFrom[unit].tokens)
    return ['No setting helps; a longer text does, or a more frequent feature.'];
  const enough = `of some ${enoughOf(unit)} (this one has ${integer(facts.tokens)})`;
  return [`No setting helps; a longer text does, ${enough}, or a more frequent feature.`, ...(await more(look))];
}

const lengthOf = (tokens: number, unit: Unit): string => `${integer(tokens)} ${unit === 'word' ? 'token' : unit}s`;
const enoughOf = (unit: Unit): string => lengthOf(testableFrom[unit].tokens, unit);

/** What lies beside the text, where that is enough: a sentence, or none. */
async function more({ text, unit, cwd }: Look): Promise<string[]> {
  const beside = await filesBeside(text, cwd);
  if (beside === null || beside.bytes < testableFrom[unit].bytes) return [];
  const { pattern, files } = beside;
  return [
    `Its folder has ${integer(files)} files that end in ${endingOf(text)}, ${bytes(beside.bytes)} together: text="${pattern}" takes them all as one text, under another name.`,
  ];
}

/**
 * All files in its folder that end as it does, itself among them; with a pattern that reads them as one text.
 * @returns null where the text is no single file of a known kind, or lies there alone.
 */
export async function filesBeside(text: string, cwd: string) {
  const folder = dirname(text);
  const ending = endingOf(text);
  const found = await stat(resolve(cwd, text)).catch(() => null);
  if (found?.isFile() !== true || ending === '' || kindOf(text) === undefined || isPattern(folder)) return null;
  const entries = await readdir(resolve(cwd, folder), { withFileTypes: true });
  const alike = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && entry.name.endsWith(ending));
  if (alike.length < 2) return null;
  const sizes = await Promise.all(alike.map(({ name }) => stat(resolve(cwd, folder, name)).then(({ size }) => size)));
  return {
    pattern: posix.join(folder.split(sep).join('/'), `*${ending}`),
    files: alike.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

async function whyUnreadable(manifest: Manifest, look: Look): Promise<unknown> {
  const { text, facts, unit, corpus, given, cwd } = look;
  if (given === null && facts.tokens < testableFrom[unit].tokens) {
    return new InputError('corpus-too-small', {
      what: `${text} is too short for an experiment: ${lengthOf(facts.tokens, unit)} in ${counted(facts.documents, 'document')}`,
      why: 'A network is trained on most of its documents and tested on the others',
      fix: [`Give a longer text, of some ${enoughOf(unit)}`, ...(await more(look))].join('. '),
    });
  }
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
  const { batch, window, dropout, units } = size;
  const resolution = resolveManifest({
    title: 'a draft',
    corpus: { ...corpus.settings },
    observe: given === null || given.ownCorpus ? {} : { source: text },
    train: { batch, window, dropout },
    ...(given !== null && { model: { checkpoint: given.path } }),
    features: features.map(written),
  });
  if ('problems' in resolution) throw new Error(`scaffold: ${resolution.problems[0].what}`);
  const { manifest } = resolution;
  return { ...manifest, model: { ...manifest.model, units }, features: [...features] };
}

async function trainedHere(corpus: Corpus, settings: ModelSettings): Promise<Draft['model']> {
  const trainingTokens = tokensIn(documentsOf(corpus, 'training'));
  const { units, embedding, batch, window, dropout, epochs } = settings;
  const architecture = { cell: 'lstm' as const, layers: 1, units, embedding, vocabulary: corpus.vocabulary.size };
  const speed = await speedOf(
    await chooseEngine({ device: 'cpu' }),
    { job: 'training', architecture, objective: 'every', batch, steps: window, dropout, optimizer: { name: 'adam' } },
    measuredSeconds,
    () => performance.now(),
  );
  const { minimumCount, documentLength, documents, heldOut, validation } = corpus.settings;
  return {
    ...{ kind: 'trained', minimumCount, documentLength, documents, heldOut, validation, settings, trainingTokens },
    seconds: (epochs * trainingTokens) / speed,
    textTokens: tokensIn(corpus.documents),
  };
}

type PromptText = Pick<Corpus, 'vocabulary' | 'unit' | 'tokens'> & { documents: readonly { readonly text: string }[] };

/** Documents from the middle on in which a prompt is looked for. */
const lookedAt = 40;
/** Of a prompt: its tokens at most, of words with spaces or of characters; and how many are words, or of words, at least. */
const ofWords = { longest: 15, fewest: 4, fewestOfProse: 6 };
const ofCharacters = { longest: 40, fewest: 16, fewestOfProse: 20 };
const sizes: Readonly<Record<Unit, typeof ofWords>> = {
  ...{ word: ofWords, subword: ofWords, character: ofCharacters, byte: ofCharacters },
};
const proseWords = 8;
/** Of a program the first words of a statement are enough. */
const fewestOfCode = 6;

/**
 * The beginning of a line of tokens that the model knows, up to the first bracket or quotation mark, which would stay open.
 * From the middle of the text on, since it begins with its title; lines of prose before headings and lists.
 * @param isProgram comments are no beginning then, nor is there prose.
 */
export function promptFrom(text: PromptText, isProgram = false): string {
  const { documents, vocabulary, unit } = text;
  const middle = Math.floor(documents.length / 2);
  const ordered = [...documents.slice(middle), ...documents.slice(0, middle)].slice(0, lookedAt);
  const lines = ordered.flatMap((document) => document.text.split('\n').map((line) => line.trim()));
  const { fewest, fewestOfProse } = sizes[unit];
  const firstOf = (some: readonly string[], least: number): string | undefined => {
    for (const line of some) {
      const prompt = promptIn(line, text, least);
      if (prompt !== null) return prompt;
    }
    return undefined;
  };
  const found = isProgram
    ? firstOf(lines.filter(isStatement), fewestOfCode)
    : (firstOf(lines.filter(isProse), fewestOfProse) ?? firstOf(lines, fewest));
  return found ?? vocabulary.tokens[Math.min(1, vocabulary.size - 1)] ?? '';
}

/** Begins as a sentence does; a language may have no capital letters. */
const isProse = (line: string): boolean =>
  /^[\p{Lu}\p{Lo}]/u.test(line) &&
  /[\p{Ll}\p{Lo}]{2}/u.test(line) &&
  (line.match(/[\p{L}\p{M}]+/gu)?.length ?? 0) >= proseWords;

const isStatement = (line: string): boolean => /^[\p{L}_]/u.test(line) && /[=({:;]/.test(line);

function promptIn(line: string, { vocabulary, ...text }: PromptText, least: number): string | null {
  const { unit } = text;
  // A tokenizer knows every text; where it cuts words is its own affair.
  const inPieces = unit === subword;
  const cut = inPieces ? 'word' : cutOf(text);
  const tokens = tokenize(line, cut);
  const stop = tokens.findIndex(
    (token, position) => (!inPieces && vocabulary.idOf(token) === undefined) || isPaired(tokens, position),
  );
  const usable = tokens.slice(0, Math.min(sizes[unit].longest, stop < 0 ? tokens.length : stop));
  // Characters end with a word.
  while (cut !== 'word' && isWord(usable.at(-1) ?? '') && isWord(tokens[usable.length] ?? '')) usable.pop();
  const words = usable.slice(0, 1 + usable.findLastIndex(isWord));
  return words.filter(isWord).length >= least ? joinTokens(words, cut) : null;
}

/** A bracket, or a quotation mark: a single one between letters is an apostrophe. */
function isPaired(tokens: readonly string[], position: number): boolean {
  const token = tokens[position] ?? '';
  if (!/^['‘’`]$/.test(token)) return /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"]$/u.test(token);
  return !isWord(tokens[position - 1] ?? '') || !isWord(tokens[position + 1] ?? '');
}
