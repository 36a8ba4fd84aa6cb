/** `npm run new`: looks at a text, or at a text through a model, and writes the manifest and the write-up of an experiment. */

import { isAbsolute, join, resolve } from 'node:path';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import { cutOf, tokenizedTexts, tokenUnits } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { counted, integer, percent } from '../../core/format.ts';
import { asTyped, inPackage } from '../../core/installation.ts';
import { isWithin, pathFrom } from '../../core/paths.ts';
import { checkWritable } from '../../experiment/folders.ts';
import { givenModel } from '../../experiment/given-model.ts';
import { chosenId } from '../../experiment/manifest/hash.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import type { Feature } from '../../text/labels/features.ts';
import { offered, offerLine, usualFeature } from '../new/feature-choice.ts';
import {
  featuresNamedIn,
  type Look,
  lookAt,
  occurrences,
  type ProgramText,
  programFeatures,
  programIn,
} from '../new/look.ts';
import { type Draft, manifestText, titleFor, whyJoined, writeUpText } from '../new/manifest-text.ts';
import { draftOf } from '../new/scaffold.ts';
import { factsLine } from '../new/text-facts.ts';
import { choice, flag, folder, needed, optional } from './keys.ts';
import { checkFree } from './replacing.ts';
import { printLines } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
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
      'the feature to find neurons for: a name from the catalogue or a pattern such as [.?!]; separate several with commas (the usual one of the text)',
    ),
    heldOut: flag('declares that the model was never trained on the text'),
    title: optional('<text>', 'the title of the page'),
    author: optional('<name>', 'the author to cite'),
    // A clone has a folder for them; a folder of one's own is one.
    to: folder(inPackage ? '.' : 'experiments', 'the folder that the two files go into'),
  },
  example: 'npm run new my-question text=my-texts/novel.txt unit=word',
} satisfies Takes;

type Given = WordsOf<typeof takes>['given'];

export async function run({ subject, given }: WordsOf<typeof takes>): Promise<void> {
  const name = nameOf(subject);
  const [manifest, writeUp] = [join(given.to, `${name}.yaml`), join(given.to, `${name}.mdx`)];
  for (const file of [manifest, writeUp])
    await checkFree('file', resolve(file), 'Choose another name, or move it away');
  await checkWritable('to', resolve(given.to), () => given.to);
  const draft = await draftFrom(given);
  // Editors find the schema of a clone; elsewhere there is none.
  const schema = '# yaml-language-server: $schema=../public/manifest.schema.json\n';
  await writeFileAtomic(
    resolve(manifest),
    `${given.to === 'experiments' && !inPackage ? schema : ''}${manifestText(draft)}`,
  );
  await writeFileAtomic(resolve(writeUp), writeUpText(asTyped(`npm run experiment ${manifest}`), draft));
  const written = `Written: ${manifest} (every setting with its reason) and ${writeUp} (your words for the page).`;
  printLines([...report(draft), written, `Next: ${asTyped(`npm run experiment ${manifest}`)}`]);
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

async function draftFrom(given: Given): Promise<Draft> {
  const cwd = process.cwd();
  const { text, model } = given;
  const checkpoint = model === undefined ? null : await givenModel(model, cwd);
  const read = text ?? checkpoint?.training?.corpus.name;
  if (read === undefined) {
    const what = 'npm run new takes text=<path>, the text to read';
    const why = model === undefined ? '' : 'It is not known what this model was trained on';
    throw new InputError('missing-word', { what, why, fix: `For example: ${takes.example}` });
  }
  const program = await programIn(shortest(read, cwd), cwd);
  const reads = { ...readingOf(given, checkpoint, program !== null), program };
  const there = model === undefined || checkpoint === null ? null : { path: shortest(model, cwd), checkpoint };
  const look = await lookAt(shortest(read, cwd), reads, there, { cwd, warn: (text) => printLines([text]) });
  const why = look.wrapped === null ? '' : whyJoined(look.wrapped);
  printLines([
    factsLine(look.text, look.facts, cutOf(reads), program !== null),
    ...(program === null ? [] : [programLine(program)]),
    ...(look.given === null ? [] : [look.given.known]),
    ...(why === '' ? [] : [`The lines of each paragraph are joined (corpus.lines: joined), because ${why}.`]),
  ]);
  const features = await featuresFrom(given, look);
  const title = given.title ?? titleFor(features);
  return draftOf(look, { title, features, author: given.author ?? null, declared: given.heldOut });
}

/** Relative where it lies below the current folder: what is published then names no folder above. */
function shortest(path: string, cwd: string): string {
  const inside = isAbsolute(path) && isWithin(path, cwd) && path !== cwd;
  return inside ? pathFrom(cwd, path).replaceAll('\\', '/') : path;
}

const wrong = (what: string, fix: string, why = ''): InputError => new InputError('wrong-value', { what, why, fix });

/** What a token is, for the model or for the one to be trained. */
function readingOf(
  { unit, tokens }: Given,
  model: Pick<Checkpoint, 'unit' | 'tokens'> | null,
  isProgram: boolean,
): Pick<Checkpoint, 'unit' | 'tokens'> {
  const told = [...(tokens ? [`tokens=${tokens}`] : []), ...(unit ? [`unit=${unit}`] : [])].join(' and ');
  if (tokens !== undefined && unit !== undefined && unit !== 'word')
    throw wrong(`npm run new is told ${told}`, 'Leave one of them out', 'Only words stand between white space');
  if (model !== null) {
    if ((unit ?? model.unit) === model.unit && (tokens === undefined || model.tokens !== undefined)) return model;
    const reads = model.tokens === undefined && model.unit === 'word' ? 'words, spaces and marks' : `${model.unit}s`;
    throw wrong(
      `${told} does not fit the model, which reads ${reads}`,
      'Leave it out; or import the model again with tokens=whitespace, if it was trained on words between white space',
    );
  }
  // A program is read by characters, unless somebody says otherwise.
  return { unit: unit ?? (isProgram && tokens === undefined ? 'character' : 'word'), tokens };
}

async function featuresFrom({ feature }: Given, look: Look): Promise<readonly Feature[]> {
  if (feature !== undefined) return featuresNamedIn(feature, look);
  const ofProgram = programFeatures(look);
  if (ofProgram !== null) return ofProgram;
  const all = await occurrences(look);
  const usual = usualFeature(all, look.unit);
  printLines([
    'What might its neurons react to? How often each occurs in a part of the text:',
    ...offered(all, look.unit).map(offerLine),
    `${usual} is asked. feature= asks for others, from the catalogue or by a pattern for a whole token.`,
  ]);
  return featuresNamedIn(usual, look);
}

const programLine = ({ language }: ProgramText): string =>
  language === null
    ? 'It is a program; its language has no grammar here, so that comments and strings are not asked.'
    : `It is a program (${language}): comments, strings, depth, indentation and column are asked. feature= asks for others.`;

function report({ model, observe, missing, unit }: Draft): string[] {
  const held = `${percent(model.heldOut, 0)} of its documents are held out, and at most ${observe.documents} of them are read.`;
  if (model.kind === 'given') {
    const declared = model.declared
      ? 'You declare that the text is new to the model; the page will say so.'
      : 'Unless you declare it new to the model (heldOut: true in the manifest), no claim is tested on new text.';
    const reads = `${model.checkpoint} reads it; nothing is trained.`;
    return [reads, model.ownCorpus ? held : declared, ...missing];
  }
  const noun = unit === 'word' ? 'tokens' : 'characters';
  const { units, epochs } = model.settings;
  return [
    `An LSTM of ${units} units trains for ${counted(epochs, 'epoch')} on ${integer(model.trainingTokens)} ${noun}.`,
    held,
    ...missing,
  ];
}
