/** Hashes that say whether two experiments are the same, and whether a trained model can be used again. */

import { basename } from 'node:path';
import { parse } from 'yaml';
import { InputError } from '../../core/errors.ts';
import { canonicalJson, sha256 } from '../../core/hash.ts';
import { dotted, type Override } from './problem.ts';
import type { AskedManifest } from './resolved.ts';

/**
 * Keys that change where and how an experiment runs but not what comes out; they count in no hash and no id. What a preset
 * sets counts under its own keys.
 */
const keysWithoutConsequence: readonly string[] = [
  'author',
  'licence',
  'preset',
  'engine',
  'device',
  'theme',
  'watch',
  'executor',
  'slurm',
  'runs',
  'results',
];
const isWithoutConsequence = (key: string): boolean => keysWithoutConsequence.includes(key);

/** Of a resolved manifest, but for the keys without consequence. */
export const configHash = (manifest: AskedManifest): string =>
  sha256(canonicalJson(Object.fromEntries(Object.entries(manifest).filter(([key]) => !isWithoutConsequence(key)))));

/** Raised whenever the same settings would train another model than before, so that an old one is not taken for it. */
const trainingVersion = 4;

/**
 * Of all that training depends on: the corpus' settings and content, the model to build, the training, the seed.
 * @param corpusHash of the corpus' content; it stands for `corpus.source`, so that a moved file trains nothing anew.
 */
export function trainingHash(
  { corpus, model, train, seed }: Pick<AskedManifest, 'corpus' | 'model' | 'train' | 'seed'>,
  corpusHash: string,
): string {
  return sha256(
    canonicalJson({
      version: trainingVersion,
      // How the texts are read shows in the content.
      corpus: { ...corpus, source: corpusHash, encoding: undefined, path: undefined, column: undefined },
      model: { ...model, checkpoint: undefined },
      // What is kept on disk does not change what is trained.
      train: { ...train, keep: undefined },
      seed,
    }),
  );
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;
const longestValue = 24;
const longestId = 120;
/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The id set by hand, `id=name`. @throws InputError when it is no safe folder name. */
export function chosenId(name: string): string {
  if (isSafe(name)) return name;
  throw new InputError('invalid-id', {
    what: `override id=${name}: this cannot name a folder on every system`,
    fix: `Use up to ${longestId} letters a-z, digits, ".", "-", "_" and "+", beginning with a letter or digit and not ending in "."`,
  });
}

/** The id of a manifest: its file's name, and what is overridden that has a consequence. @throws InputError when the file's name holds no letter or digit, or is reserved. */
export function idOf(path: string, overrides: readonly Override[]): string {
  const base = basename(path)
    .replace(/\.[^.]+$/, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  if (!isSafe(base)) {
    throw new InputError('invalid-id', {
      what: `The name of ${path} cannot name a folder and a page`,
      fix: 'Rename the file to letters, digits and hyphens, or add id=name',
    });
  }
  const last = new Map(overrides.map(({ path, value }) => [dotted(path), value]));
  const changes = [...last].filter(([key]) => key === 'preset' || !isWithoutConsequence(key.replace(/\..*/, '')));
  return shortened(
    base +
      changes
        .map(([key, value]) => `+${key}-${valuePart(value)}`)
        .sort()
        .join(''),
  );
}

const shortened = (id: string): string =>
  id.length <= longestId ? id : `${id.slice(0, longestId - 9)}-${shortHash(id)}`;

function isSafe(name: string): boolean {
  return idPattern.test(name) && name.length <= longestId && !name.endsWith('.') && !reserved.test(name);
}

/**
 * A trial of a sweep by what is set in it: 'units-64+learningRate-0.001'. Equal settings have equal ids, whatever else the
 * sweep tries. Keys whose last word is another's too are written out.
 */
export function trialId(settings: readonly (readonly [key: string, value: unknown])[]): string {
  const last = (key: string) => key.split('.').at(-1) ?? key;
  const named = (key: string) => (settings.filter(([other]) => last(other) === last(key)).length > 1 ? key : last(key));
  return shortened(settings.map(([key, value]) => `${named(key)}-${valuePart(value)}`).join('+'));
}

/** Readable, and followed by a hash where the readable part alone does not tell the value. */
function valuePart(value: unknown): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  const plain = text.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  const isReadable = text === plain && isWordOf(value, text) && text.length <= longestValue;
  if (isReadable) return text;
  return [plain.slice(0, longestValue), shortHash(canonicalJson(value))].filter((part) => part !== '').join('-');
}

/** Whether the text is read as this value again, and its capitals carry no meaning. */
const isWordOf = (value: unknown, text: string): boolean => parse(text) === value && text === text.toLowerCase();

const shortHash = (text: string): string => sha256(text).slice(0, 8);
