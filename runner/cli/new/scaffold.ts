/**
 * Makes a new experiment of a text that was looked at, or of a model and a text: finds settings with which the tests of the
 * evidence can run, and a size of network that suits it. Reads files; writes none.
 */

import { cutOf, joinTokens, subword } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { counted, integer } from '../../core/format.ts';
import { presets } from '../../experiment/manifest/presets.ts';
import { resolveManifest } from '../../experiment/manifest/resolve.ts';
import type { Manifest } from '../../experiment/manifest/resolved.ts';
import { featureTools, markedText } from '../../experiment/mark-text.ts';
import { findRemedy, type ReadSettings, resplit, shortageLines, trialOf } from '../../experiment/preflight.ts';
import { factsOf, nameOfNetwork } from '../../nn/models/networks.ts';
import { checkTrainable } from '../../text/check-trainable.ts';
import { type Corpus, documentsOf, tokensIn } from '../../text/corpus.ts';
import type { Feature } from '../../text/labels/features.ts';
import { isWord, tokenize, type Unit } from '../../text/tokens.ts';
import type { Look } from './look.ts';
import { type Draft, shownIn, written } from './manifest-text.ts';
import { type ModelSettings, modelFor, testableFrom } from './model-size.ts';

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
    ...look,
    ...wishes,
    isProgram,
    shown: Math.min(look.facts.tokens, shownIn({ unit, isProgram })),
    prompt: promptFrom(corpus, isProgram),
    observe: settings,
    missing: left.length === 0 ? [] : [...(await shortageLines(left, null)), longerText(look)],
    model:
      given === null
        ? trainedHere(resplit(corpus, { ...corpus.settings, heldOut }), size)
        : {
            kind: 'given',
            checkpoint: given.path,
            declared,
            ownCorpus: given.ownCorpus,
            heldOut,
            component: factsOf(nameOfNetwork(given.checkpoint.architecture)).defaultComponent,
          },
  };
}

/** How long a text is long enough. */
function longerText({ facts, unit }: Look): string {
  const enough =
    facts.tokens >= testableFrom[unit] ? '' : `, of some ${enoughOf(unit)} (this one has ${integer(facts.tokens)})`;
  return `No setting helps; a longer text does${enough}, or a more frequent feature.`;
}

const lengthOf = (tokens: number, unit: Unit): string => `${integer(tokens)} ${unit === 'word' ? 'token' : unit}s`;
const enoughOf = (unit: Unit): string => lengthOf(testableFrom[unit], unit);

async function whyUnreadable(manifest: Manifest, look: Look): Promise<unknown> {
  const { text, facts, unit, corpus, given, cwd } = look;
  if (given === null && facts.tokens < testableFrom[unit]) {
    return new InputError('corpus-too-small', {
      what: `${text} is too short for an experiment: ${lengthOf(facts.tokens, unit)} in ${counted(facts.documents, 'document')}`,
      why: 'A network is trained on most of its documents and tested on the others',
      fix: `Give a longer text, of some ${enoughOf(unit)}`,
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

function trainedHere(corpus: Corpus, settings: ModelSettings): Draft['model'] {
  const { minimumCount, documentLength, documents, heldOut, validation } = corpus.settings;
  const trainingTokens = tokensIn(documentsOf(corpus, 'training'));
  return { kind: 'trained', minimumCount, documentLength, documents, heldOut, validation, settings, trainingTokens };
}

type PromptText = Pick<Corpus, 'vocabulary' | 'unit' | 'tokens'> & { documents: readonly { readonly text: string }[] };

/** Documents from the middle on in which a prompt is looked for. */
const lookedAt = 40;
const readsWords = (unit: Unit): boolean => unit === 'word' || unit === subword;

/**
 * The beginning of a line of tokens that the model knows, up to the first bracket or quotation mark, which would stay open.
 * From the middle of the text on, since it begins with its title; the first line that begins as a sentence does (a language may
 * have no capital letters) and has words enough, else the longest.
 * @param isProgram a statement is a beginning then, and a comment none.
 */
export function promptFrom(text: PromptText, isProgram = false): string {
  const { documents, vocabulary, unit } = text;
  const middle = Math.floor(documents.length / 2);
  const ordered = [...documents.slice(middle), ...documents.slice(0, middle)].slice(0, lookedAt);
  const lines = ordered.flatMap((document) => document.text.split('\n').map((line) => line.trim()));
  const begins = isProgram ? /^[\p{L}_].*[=({:;]/u : /^[\p{Lu}\p{Lo}]/u;
  const fewest = isProgram || readsWords(unit) ? 6 : 20;
  const prompts = lines.map((line) => ({ line, tokens: promptIn(line, text) }));
  const best =
    prompts.find(({ line, tokens }) => begins.test(line) && tokens.filter(isWord).length >= fewest) ??
    prompts.toSorted((a, b) => b.tokens.length - a.tokens.length)[0];
  if (best === undefined || best.tokens.length === 0) return vocabulary.tokens[Math.min(1, vocabulary.size - 1)] ?? '';
  return joinTokens(best.tokens, unit === subword ? 'word' : cutOf(text));
}

/** At most 15 tokens of words with spaces, or 40 of characters; they end with a word. */
function promptIn(line: string, { vocabulary, ...text }: PromptText): string[] {
  const { unit } = text;
  // A tokenizer knows every text; where it cuts words is its own affair.
  const inPieces = unit === subword;
  const cut = inPieces ? 'word' : cutOf(text);
  const tokens = tokenize(line, cut);
  const stop = tokens.findIndex(
    (token, position) => (!inPieces && vocabulary.idOf(token) === undefined) || isPaired(tokens, position),
  );
  const usable = tokens.slice(0, Math.min(readsWords(unit) ? 15 : 40, stop < 0 ? tokens.length : stop));
  while (cut !== 'word' && isWord(usable.at(-1) ?? '') && isWord(tokens[usable.length] ?? '')) usable.pop();
  return usable.slice(0, 1 + usable.findLastIndex(isWord));
}

/** A bracket, or a quotation mark: a single one between letters is an apostrophe. */
function isPaired(tokens: readonly string[], position: number): boolean {
  const token = tokens[position] ?? '';
  if (!/^['‘’`]$/.test(token)) return /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"]$/u.test(token);
  return !isWord(tokens[position - 1] ?? '') || !isWord(tokens[position + 1] ?? '');
}
