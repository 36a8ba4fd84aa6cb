/**
 * `npm run new`: asks what an experiment is to be about, looks at the text and writes its manifest and write-up. What is
 * given as key=value is not asked; where nobody sits at a terminal nothing is.
 */

import { isAbsolute, join, resolve } from 'node:path';
import { writeWhole } from '../../core/atomic-files.ts';
import { cutOf, tokenizedTexts, tokenUnits } from '../../core/cut.ts';
import { exitCode, InputError } from '../../core/errors.ts';
import { exists, isWithin, pathFrom } from '../../core/paths.ts';
import { asTyped, inPackage } from '../../core/place.ts';
import { counted, duration, integer, percent } from '../../core/words.ts';
import { checkWritable } from '../../experiment/folders.ts';
import { givenModel } from '../../experiment/given-model.ts';
import { chosenId } from '../../experiment/manifest/hash.ts';
import { type Checkpoint, modelFile } from '../../nn/models/checkpoint.ts';
import type { Feature } from '../../text/labels/features.ts';
import { isWord, type Unit } from '../../text/tokens.ts';
import { offered, offerLine, usualFeature } from '../new/feature-choice.ts';
import {
  featuresNamedIn,
  type Look,
  lookAt,
  occurrences,
  type ProgramText,
  programFeatures,
  programIn,
  type ScaffoldHost,
} from '../new/look.ts';
import { type Draft, manifestText, titleFor, whyJoined, writeUpText } from '../new/manifest-text.ts';
import { draftOf } from '../new/scaffold.ts';
import { factsLine } from '../new/text-facts.ts';
import { visible } from '../terminal/visible.ts';
import { choice, flag, folder, needed, optional } from './keys.ts';
import { type Questions, questionsAtTerminal } from './questions.ts';
import { takesWords, type WordsOf } from './words.ts';

export const takes = takesWords({
  subject: needed('<name>', 'a name for the experiment, of letters, digits and hyphens'),
  keys: {
    text: optional(
      '<path>',
      'the text: a file, a folder, a pattern, or a corpus that comes with the program, such as stories',
    ),
    model: optional('<folder>', 'a model to examine, such as models/mine; without it, one is trained on the text'),
    unit: choice(tokenUnits, 'what a token is (word, or what the model reads)'),
    tokens: choice(
      tokenizedTexts,
      'the text is tokenized already, with white space between its tokens, as PTB and WikiText are; of a model, what it reads',
    ),
    feature: optional(
      '<feature>',
      'the feature to find neurons for: a name from the catalogue or a pattern such as [.?!]; separate several with commas',
    ),
    heldOut: flag('declares that the model was never trained on the text'),
    title: optional('<text>', 'the title of the page'),
    author: optional('<name>', 'the author to cite'),
    // A clone has a folder for them; a folder of one's own is one.
    to: folder(inPackage ? '.' : 'experiments', 'the folder that the two files go into'),
  },
  example: 'npm run new my-question text=my-texts/novel.txt unit=word',
});

type Given = WordsOf<typeof takes>['given'];

export async function run({ subject, given }: WordsOf<typeof takes>): Promise<number> {
  const name = nameOf(subject);
  const cwd = process.cwd();
  const files = { manifest: join(given.to, `${name}.yaml`), writeUp: join(given.to, `${name}.mdx`) };
  for (const file of Object.values(files)) await checkAbsent(file);
  await checkWritable('to', resolve(cwd, given.to), () => given.to);
  const questions = questionsAtTerminal();
  const say = (line: string) => process.stdout.write(`${visible(line)}\n`);
  try {
    const draft = await draftFrom(given, questions, say);
    const texts = {
      manifest: `${schemaLine(given.to)}${manifestText(draft)}`,
      writeUp: writeUpText(asTyped(`npm run experiment ${files.manifest}`), draft),
    };
    await writeWhole(resolve(cwd, files.manifest), texts.manifest);
    await writeWhole(resolve(cwd, files.writeUp), texts.writeUp);
    for (const line of report(draft, files)) say(line);
    return exitCode.done;
  } finally {
    questions?.close();
  }
}

/** @throws InputError when it can name no folder and no page. */
function nameOf(subject: string): string {
  const name = subject.replace(/\.ya?ml$/i, '');
  try {
    return chosenId(name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError('invalid-id', {
      what: `"${name}" cannot name an experiment`,
      why: 'Its name is that of a folder and of a page, on every system',
      fix: 'Use letters a-z, digits and hyphens, as in my-question',
    });
  }
}

async function checkAbsent(path: string): Promise<void> {
  if (!(await exists(path))) return;
  throw new InputError('already-there', {
    what: `There is a file ${path} already`,
    fix: 'Choose another name, or move it away',
  });
}

/** Editors find the schema of a clone; elsewhere there is none. */
const schemaLine = (to: string): string =>
  to === 'experiments' && asTyped('npm run new') === 'npm run new'
    ? '# yaml-language-server: $schema=../public/manifest.schema.json\n'
    : '';

async function draftFrom(given: Given, questions: Questions | null, say: (line: string) => void): Promise<Draft> {
  const cwd = process.cwd();
  const place: ScaffoldHost = { cwd, cacheDirectory: resolve(cwd, 'runs/.cache'), warn: say };
  const { text, model } = await sources(given, questions, cwd);
  const checkpoint = model === null ? null : await givenModel(model, cwd);
  const read = text ?? checkpoint?.training?.corpus.name;
  if (read === undefined) throw nothingToRead('text', 'it is not known what this model was trained on');
  const isProgram = (await programIn(shortest(read, cwd), cwd)) !== null;
  // A program is read by characters, unless somebody says otherwise.
  const reads =
    isProgram && checkpoint === null && given.unit === undefined && given.tokens === undefined
      ? { unit: 'character' as const, tokens: undefined }
      : await readingOf(given, checkpoint, questions);
  const own = model === null || checkpoint === null ? null : { path: shortest(model, cwd), checkpoint };
  const look = await lookAt(shortest(read, cwd), reads, own, place);
  say(factsLine(look.text, look.facts, cutOf(reads), look.program !== null));
  if (look.program !== null) say(programLine(look.program));
  if (look.given !== null) say(look.given.known);
  if (look.wrapped !== null)
    say(`The lines of each paragraph are joined (corpus.lines: joined), because ${whyJoined(look.wrapped)}.`);
  const features = await featuresFrom(given, look, questions, { cwd, say });
  const declared = given.heldOut || (await isNew(look, questions));
  const draft = await draftOf(look, { features, author: given.author ?? null, declared }, cwd);
  return { ...draft, title: given.title ?? titleFor(features, reads.unit) };
}

async function sources({ text, model }: Given, questions: Questions | null, cwd: string) {
  if (text !== undefined || model !== undefined) return { text: text ?? null, model: model ?? null };
  if (questions === null) throw nothingToRead('text', 'there is no terminal to ask in');
  const answer = await questions.ask('Which text, or which model? A file, a folder, or stories', '');
  if (answer === '') throw nothingToRead('text', 'no answer was given');
  const isModel = await exists(resolve(cwd, answer, modelFile));
  if (!isModel) return { text: answer, model: null };
  const other = await questions.ask('Which text should it read? Leave empty for the text it was trained on', '');
  return { text: other === '' ? null : other, model: answer };
}

const nothingToRead = (key: string, why: string): InputError =>
  new InputError('missing-word', {
    what: `npm run new takes ${key}=<path>, the text to read`,
    why: why.charAt(0).toUpperCase() + why.slice(1),
    fix: `For example: ${takes.example}`,
  });

/** Relative where it lies below the current folder: what is published then names no folder above. */
function shortest(path: string, cwd: string): string {
  const inside = isAbsolute(path) && isWithin(path, cwd) && path !== cwd;
  return inside ? pathFrom(cwd, path).replaceAll('\\', '/') : path;
}

/** What a token is, for the model or for the one to be trained. */
async function readingOf(given: Given, model: Pick<Checkpoint, 'unit' | 'tokens'> | null, questions: Questions | null) {
  if (given.tokens !== undefined && given.unit !== undefined && given.unit !== 'word') {
    throw new InputError('wrong-value', {
      what: `npm run new is told tokens=${given.tokens} and unit=${given.unit}`,
      why: 'Only words stand between white space',
      fix: 'Leave one of them out',
    });
  }
  if (model === null) {
    const unit = given.tokens === undefined ? await unitFrom(given, null, questions) : 'word';
    return { unit, tokens: given.tokens };
  }
  if (given.tokens !== undefined && model.tokens === undefined) {
    throw new InputError('wrong-value', {
      what: `npm run new is told tokens=${given.tokens}, and the model reads ${model.unit === 'word' ? 'words, spaces and marks' : `${model.unit}s`}`,
      fix: 'Import it again with tokens=whitespace, if it was trained on words between white space; else leave tokens= out',
    });
  }
  return { unit: await unitFrom(given, model.unit, questions), tokens: model.tokens };
}

async function unitFrom({ unit }: Given, ofModel: Unit | null, questions: Questions | null): Promise<Unit> {
  if (ofModel !== null && unit !== undefined && unit !== ofModel) {
    throw new InputError('wrong-value', {
      what: `unit=${unit} does not fit the model, which reads ${ofModel}s`,
      fix: 'Leave unit= out',
    });
  }
  const known = ofModel ?? unit;
  if (known !== undefined) return known;
  if (questions === null) return 'word';
  return questions.askUntil('What is a token: word, character or byte?', 'word', async (answer) => {
    const known = tokenUnits.find((each) => each === answer);
    if (known !== undefined) return known;
    throw new InputError('wrong-value', {
      what: `"${answer}" is neither word, character nor byte`,
      fix: 'Answer with one',
    });
  });
}

interface Asking {
  cwd: string;
  say(line: string): void;
}

async function featuresFrom(
  { feature }: Given,
  look: Look,
  questions: Questions | null,
  { cwd, say }: Asking,
): Promise<Feature[]> {
  if (feature !== undefined) return featuresNamedIn(feature, look, cwd);
  const ofProgram = programFeatures(look);
  if (ofProgram !== null) return ofProgram;
  const all = await occurrences(look, cwd);
  const usual = usualFeature(all, look.unit);
  if (questions === null) return featuresNamedIn(usual, look, cwd);
  say('What might its neurons react to? How often each occurs in a part of the text:');
  for (const each of offered(all, look.unit)) say(offerLine(each));
  const hasEnds = all.some(({ feature, carriers }) => feature.name === 'sentence end' && carriers > 0);
  const example = hasEnds ? '[.?!]' : (look.corpus.vocabulary.tokens.find(isWord) ?? '.');
  const question = `One of these, another from the catalogue, or a pattern for a whole token such as ${example}; separate several with commas`;
  return questions.askUntil(question, usual, (answer) => featuresNamedIn(answer, look, cwd));
}

const programLine = ({ language }: ProgramText): string =>
  language === null
    ? 'It is a program; its language has no grammar here, so that comments and strings are not asked.'
    : `It is a program (${language}): comments, strings, depth, indentation and column are asked. feature= asks for others.`;

/** Asked of a model from elsewhere only. */
async function isNew({ given }: Look, questions: Questions | null): Promise<boolean> {
  if (given === null || given.ownCorpus || questions === null) return false;
  const answer = await questions.ask('Was the model trained on any of this text? yes or no', 'yes');
  return /^no?$/i.test(answer);
}

function report(draft: Draft, { manifest, writeUp }: Record<'manifest' | 'writeUp', string>): string[] {
  const { model, observe, missing } = draft;
  const held =
    model.kind === 'given' && !model.ownCorpus
      ? model.declared
        ? 'You declare that the text is new to the model; the page will say so.'
        : 'Unless you declare it new to the model (heldOut: true in the manifest), no claim is tested on new text.'
      : `${percent(model.heldOut, 0)} of its documents are held out, and at most ${observe.documents} of them are read.`;
  return [
    ...trainingLines(draft),
    held,
    ...weakLines(draft),
    ...missing,
    `Written: ${manifest} (every setting with its reason) and ${writeUp} (your words for the page).`,
    `Next: ${asTyped(`npm run experiment ${manifest}`)}`,
  ];
}

/** A training that takes longer is worth a word on what shortens it. */
const longTraining = 300;

function trainingLines({ model, unit }: Draft): string[] {
  if (model.kind === 'given') return [`${model.checkpoint} reads it; nothing is trained.`];
  const { settings, trainingTokens, seconds } = model;
  const tokens = `${integer(trainingTokens)} ${unit === 'word' ? 'tokens' : 'characters'}`;
  const what = `An LSTM of ${settings.units} units trains for ${counted(settings.epochs, 'epoch')} on ${tokens}: about ${duration(seconds)} here.`;
  if (seconds <= longTraining) return [what];
  const half =
    settings.epochs > 1
      ? `train.epochs=${Math.ceil(settings.epochs / 2)}`
      : 'corpus.proportion=0.5 (half of the training documents)';
  return [what, `Faster, but weaker: ${half}, or a smaller network: model.units=${settings.units / 2}`];
}

/** Tokens of a text, and characters. */
const betterFrom: Readonly<Record<Unit, number>> = { word: 60_000, character: 200_000, byte: 200_000, subword: 60_000 };

/** Half of a short text held out leaves little to learn from. */
function weakLines({ model, unit }: Draft): string[] {
  if (model.kind === 'given' || model.textTokens >= betterFrom[unit]) return [];
  const tokens = unit === 'word' ? 'tokens' : 'characters';
  return [
    `That leaves ${integer(model.trainingTokens)} ${tokens} to train on: a network that learned from so few is weak, and so is what can be found in it. Texts of ${integer(betterFrom[unit])} ${tokens} or more are better.`,
  ];
}
