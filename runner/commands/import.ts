/**
 * `npm run import <file or folder> as=<name> [vocabulary=<file>] [alphabet=<text>] [text=<file>] [models=models]
 * [map.<ours>=<theirs> ...] [ignore=<theirs>,...] [unit=word|character] [unknown=<token>] [overwrite=true]`: makes a checkpoint of
 * a model that another program trained, and tries it on a text.
 */
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { exitCode, InputError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { readSources } from '../corpus/sources/index.ts';
import { chooseEngine } from '../engines/engines.ts';
import { type Imported, importModel } from '../exchange/import-model.ts';
import { checkSanity, type Sanity } from '../exchange/sanity.ts';
import { parameterCount } from '../models/architecture.ts';
import { saveCheckpoint } from '../models/checkpoint.ts';
import { visible } from '../terminal/visible.ts';

const usage = 'For example: npm run import model.pt as=my-model vocabulary=words.json';
const keys = ['as', 'vocabulary', 'alphabet', 'text', 'models', 'ignore', 'unit', 'unknown', 'overwrite'] as const;
type Key = (typeof keys)[number];
/** The text that a model is tried on when none is given. */
const usualText = 'alice';

interface Options {
  path: string;
  name: string;
  given: ReadonlyMap<Key, string>;
  map: ReadonlyMap<string, string>;
}

export async function run(words: string[]): Promise<number> {
  const { path, name, given, map } = optionsOf(words);
  const cwd = process.cwd();
  const target = join(resolve(given.get('models') ?? 'models'), name);
  const place = relative(cwd, target);
  if (given.get('overwrite') !== 'true' && (await stat(target).catch(() => null)) !== null) {
    throw new InputError('already-there', {
      what: `There is a model ${place} already`,
      fix: 'Choose another name, or add overwrite=true',
    });
  }
  const imported = await importModel(path, {
    cwd,
    map,
    vocabulary: given.get('vocabulary'),
    alphabet: given.get('alphabet'),
    unknown: given.get('unknown'),
    unit: unitOf(given.get('unit')),
    ignore: new Set(given.get('ignore')?.split(',') ?? []),
  });
  const textName = given.get('text') ?? given.get('alphabet') ?? usualText;
  const sources = await readSources([textName], { cwd });
  const engine = await chooseEngine({ device: 'cpu' });
  const sanity = await checkSanity(imported.checkpoint, sources.map(({ text }) => text).join('\n'), engine);
  await saveCheckpoint(target, imported.checkpoint);
  const lines = report(imported, sanity, textName);
  const end = `${place}: a manifest uses it by model.checkpoint: ${place}`;
  process.stdout.write(`${[...lines, end].map(visible).join('\n')}\n`);
  return exitCode.done;
}

function optionsOf(words: readonly string[]): Options {
  const [path, ...rest] = words;
  const given = new Map<Key, string>();
  const map = new Map<string, string>();
  for (const word of rest) {
    const [key = '', ...values] = word.split('=');
    const value = values.join('=');
    const known = keys.find((each) => each === key);
    if (key.startsWith('map.') && value !== '') map.set(key.slice('map.'.length), value);
    else if (known !== undefined && value !== '') given.set(known, value);
    else {
      const near = nearest(key, keys);
      const fix = near === null || near === key ? usage : `Did you mean "${near}="? ${usage}`;
      throw new InputError('unknown-word', { what: `npm run import does not understand "${word}"`, fix });
    }
  }
  const name = given.get('as');
  if (path === undefined || name === undefined || !/^[A-Za-z0-9][\w.-]*$/.test(name)) {
    throw new InputError('missing-word', {
      what: 'It takes a model to import and a name for it, of letters, numbers and -',
      fix: usage,
    });
  }
  return { path, name, given, map };
}

function unitOf(value: string | undefined): 'word' | 'character' | undefined {
  if (value === undefined || value === 'word' || value === 'character') return value;
  throw new InputError('wrong-value', {
    what: `unit=${value} is not known`,
    fix: 'It is word or character; left out, it is guessed',
  });
}

function report({ checkpoint, model, notes }: Imported, sanity: Sanity | null, text: string): string[] {
  const { architecture, unit } = checkpoint;
  const { cell, layers, units, embedding, vocabulary, recurrentActivation } = architecture;
  const vectors = embedding === 0 ? 'one-hot input' : `token vectors of ${embedding}`;
  const squashing = recurrentActivation === undefined ? '' : `, gates squashed by ${recurrentActivation}`;
  const size = `${layers} ${layers === 1 ? 'layer' : 'layers'} of ${units} units, ${vectors}, ${vocabulary} ${unit}s`;
  const names = Object.keys(checkpoint.weights);
  const width = Math.max(...names.map((name) => name.length));
  return [
    `It is ${model.format}: ${cell}, ${size}, ${parameterCount(architecture)} parameters${squashing}.`,
    ...names.map((name) => `  ${name.padEnd(width)}  <- ${model.origins[name]}`),
    ...notes.map((note) => `Note: ${note}`),
    verdict(sanity, text),
  ];
}

function verdict(sanity: Sanity | null, text: string): string {
  if (sanity === null)
    return `Warning: not tried, because its vocabulary has too little of ${text}. Give another text: text=<file>`;
  const { tokens, unknown, perplexity, shuffled, predicts } = sanity;
  const share = unknown === 0 ? '' : ` (${(100 * unknown).toFixed(0)}% unknown to it)`;
  const facts = `perplexity ${perplexity.toPrecision(3)} a token on ${tokens} tokens of ${text}${share}, ${shuffled.toPrecision(3)} on the same tokens shuffled`;
  if (predicts) return `It predicts: ${facts}.`;
  return `Warning: it hardly predicts: ${facts}. If it should, its vocabulary is in another order, its weights belong elsewhere (map.<ours>=<theirs>), or ${text} is unlike what it was trained on (text=<file>)`;
}
