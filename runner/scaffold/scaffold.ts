/**
 * Makes a new experiment of a text that was looked at, or of a model and a text: finds settings with which the tests of the
 * evidence can run, and a size of network that suits it. Reads files; writes none.
 */

import { integer } from '../core/words.ts';
import { checkTrainable } from '../corpus/check-trainable.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import { chooseEngine } from '../engines/engines.ts';
import { speedOf } from '../engines/measure.ts';
import { shortageLines } from '../experiment/evidence-outlook.ts';
import { featureTools } from '../experiment/feature-tools.ts';
import { markedText, resplit, trialOf } from '../experiment/reading-trial.ts';
import { findRemedy, type ReadSettings } from '../experiment/remedy.ts';
import type { Shortage } from '../experiment/shortages.ts';
import type { Feature } from '../features/features.ts';
import { presets } from '../manifest/presets.ts';
import { resolveManifest } from '../manifest/resolve.ts';
import type { Manifest } from '../manifest/resolved.ts';
import { factsOf, nameOfNetwork } from '../models/networks.ts';
import type { Engine } from '../models/program.ts';
import type { Look } from './look.ts';
import { type Draft, shownIn, written } from './manifest-text.ts';
import { type ModelSettings, modelFor } from './model-size.ts';
import { promptFrom } from './prompt.ts';

/** A speed that says how long a training takes, about. */
const measuredSeconds = 0.3;

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
  const usual: ReadSettings = {
    heldOut: corpus.settings.heldOut,
    documents: 128,
    tokens: 65536,
    segment: look.program === null ? 256 : presets.code.observe.segment,
    warmUp: look.program === null ? 32 : presets.code.observe.warmUp,
  };
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
    isProgram: look.program !== null,
    shown: Math.min(look.facts.tokens, shownIn({ unit, isProgram: look.program !== null })),
    prompt: promptFrom(corpus, look.program !== null),
    observe: settings,
    missing: await missingLines(left, look.facts.tokens),
    model:
      given === null
        ? await trainedHere(resplit(corpus, { ...corpus.settings, heldOut: settings.heldOut }), size)
        : {
            kind: 'given',
            checkpoint: given.path,
            component: factsOf(nameOfNetwork(given.checkpoint.architecture)).defaultComponent,
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
    ...(given !== null && { model: { checkpoint: given.path } }),
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
  const { minimumCount, documentLength, documents, heldOut, validation } = corpus.settings;
  const textTokens = corpus.documents.reduce((sum, { tokens }) => sum + tokens, 0);
  const split = { minimumCount, documentLength, documents, heldOut, validation };
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
