/** `npm run import`: turns a model that another program trained into a checkpoint, and tries it on a text. */
import { dirname, join, relative, resolve } from 'node:path';
import { directions, tokenizedTexts, tokenUnits } from '../../core/cut.ts';
import { both, counted, percent, significant } from '../../core/format.ts';
import { asTyped } from '../../core/installation.ts';
import { checkWritable } from '../../experiment/folders.ts';
import { type ImportedModel, importModel } from '../../io/convert/import-model.ts';
import { checkSanity, type Sanity } from '../../io/convert/sanity.ts';
import { cellNames } from '../../nn/models/cells/cells.ts';
import { type Checkpoint, checkpointFiles } from '../../nn/models/checkpoint.ts';
import { nameOfNetwork } from '../../nn/models/networks.ts';
import { isOfCells, parameterCountOf, type Readable, readerOf } from '../../nn/models/reading.ts';
import { open } from '../../open.ts';
import { usualUnknown } from '../../text/settings.ts';
import { readSources } from '../../text/sources/index.ts';
import { choice, flag, folder, modelName, needed, optional } from './keys.ts';
import { checkFree, orReplace, replacing } from './replacing.ts';
import { printLines, shownPath } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

const defaultText = 'alice';
const mapping = /^map\.([^=]+)=(.+)$/s;

export const takes = {
  subject: needed('<file or folder>', 'a model to import'),
  keys: {
    as: modelName('its name here, of letters, digits and hyphens'),
    vocabulary: optional('<file>', 'its vocabulary, when the model does not hold it'),
    alphabet: optional('<text>', 'a text whose characters, in the order of their first appearance, are the vocabulary'),
    text: optional('<text>', `what it is tried on (${defaultText})`),
    unit: choice(tokenUnits, 'what a token is; guessed when left out'),
    direction: choice(
      directions,
      'backward: it reads texts from their end to their beginning; forward unless its file says so',
    ),
    cell: choice(cellNames, 'which cell it is, where its weights fit several and its file does not say'),
    tokens: choice(
      [...tokenizedTexts, 'marks'],
      'whitespace: its texts are tokenized already, as PTB and WikiText are; marks: words, spaces and marks are tokens; guessed when left out',
    ),
    unknown: optional('<token>', 'the token that unknown words are read as'),
    lineEnd: optional('<token>', "of texts that are tokenized already: the token of a line's end (<eos>)"),
    ignore: optional('<array>,...', 'arrays of the file to leave out'),
    models: folder('models', 'where the checkpoint goes'),
    overwrite: flag('replaces a model of that name, which is kept beside it'),
  },
  others: {
    shown: 'map.<ours>=<theirs> ...',
    about: "which of the file's arrays is which of ours",
    accepts: (word) => mapping.test(word),
  },
  example: 'npm run import model.pt as=my-model vocabulary=words.json',
} satisfies Takes;

export async function run({ subject: path, given, others }: WordsOf<typeof takes>): Promise<void> {
  const cwd = process.cwd();
  const { as, text, models, overwrite, ignore, ...said } = given;
  const target = join(resolve(models), as);
  const place = relative(cwd, target);
  if (!overwrite) await checkFree('model', target, orReplace('overwrite'));
  await checkWritable('models', dirname(target), shownPath);
  const imported = await importModel(path, {
    ...said,
    cwd,
    map: new Map(others.map((word) => mapping.exec(word)?.slice(1) as [ours: string, theirs: string])),
    ignore: new Set(ignore?.split(',') ?? []),
  });
  const textName = text ?? said.alphabet ?? defaultText;
  const sources = await readSources([textName], { cwd });
  const model = await open(imported.checkpoint);
  const tried = { checkpoint: imported.checkpoint, read: model.read.bind(model) };
  const sanity = await checkSanity(tried, sources.map(({ text }) => text).join('\n'));
  await model.close();
  const kept = await replacing(target, checkpointFiles(imported.checkpoint, 'F32'));
  const lines = report(imported, sanity, textName);
  const ends = [
    `${place}: use it in a manifest with model.checkpoint: ${place}`,
    `Next: ${asTyped(`npm run new my-question model=${place} text=${text ?? '<a text that it was not trained on>'} heldOut=true`)} (heldOut=true only if the model was never trained on that text)`,
  ];
  printLines([...lines, ...kept, ...ends]);
}

function report({ checkpoint, model, notes }: ImportedModel, sanity: Sanity | null, text: string): string[] {
  const { architecture, unit, direction } = checkpoint;
  const { layers, vocabulary } = architecture;
  const { embedding } = readerOf(architecture);
  const vectors = embedding === 0 ? 'one-hot input' : `token vectors of ${embedding}`;
  const size = `${counted(layers, 'layer')}${unitsOf(architecture)}, ${vectors}, ${vocabulary} ${unit}s`;
  const names = Object.keys(checkpoint.weights);
  const width = Math.max(...names.map((name) => name.length));
  return [
    `It is ${model.format}: ${nameOfNetwork(architecture)}, ${size}, ${parameterCountOf(architecture)} parameters${gatesOf(architecture)}${direction === undefined ? '' : ', read from right to left'}.`,
    ...names.map((name) => `  ${name.padEnd(width)}  <- ${model.origins[name]}`),
    ...notes.map((note) => `Note: ${note}`),
    verdict(sanity, text),
    ...unknownWarning(sanity, text, checkpoint),
  ];
}

const unitsOf = (network: Readable): string =>
  isOfCells(network) ? ` of ${both([network.units].flat().map(String))} units` : '';

const gatesOf = (network: Readable): string =>
  isOfCells(network) && network.recurrentActivation !== undefined ? `, ${network.recurrentActivation} gates` : '';

/** What an experiment on such a text will say, before a manifest is written. */
function unknownWarning(sanity: Sanity | null, text: string, { tokens }: Pick<Checkpoint, 'tokens'>): string[] {
  if (sanity === null || sanity.unknown <= usualUnknown) return [];
  const refuses = asTyped('npm run experiment refuses such a text unless observe.unknown=1');
  const asBefore =
    tokens === undefined
      ? `Is ${text} written like its training text (language, case, marks)?`
      : `Is ${text} tokenized like its training text (white space between words and marks, the same case)?`;
  return [
    `Warning: ${percent(sanity.unknown, 0)} of ${text} is unknown to it, so ${refuses}: what is found would be reactions to what the model cannot tell apart. ${asBefore}`,
  ];
}

function verdict(sanity: Sanity | null, text: string): string {
  if (sanity === null)
    return `Warning: not tried, because its vocabulary has too little of ${text}. Give another text: text=<file>`;
  const { tokens, unknown, leftOut, perplexity, shuffled, predicts } = sanity;
  const share = unknown === 0 ? '' : ` (${percent(unknown, 0)} unknown to it${leftOut ? ' and left out here' : ''})`;
  const facts = `perplexity ${significant(perplexity)} a token on ${tokens} tokens of ${text}${share}, ${significant(shuffled)} on the same tokens shuffled`;
  if (predicts) return `It predicts: ${facts}.`;
  return `Warning: it hardly predicts: ${facts}. If it should, its vocabulary is in another order, its tokens are other than taken (unit=, tokens=, direction=), its layers are of another kind (cell=), its weights belong elsewhere (map.<ours>=<theirs>), or ${text} is unlike what it was trained on (text=<file>)`;
}
