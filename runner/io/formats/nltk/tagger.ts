/**
 * Reads the English tagger of NLTK (3.9 and later) from a user's copy of nltk_data: three JSON files. Older copies
 * hold a Python pickle, which is not read.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../../core/errors.ts';

const tagger = 'averaged_perceptron_tagger_eng';
const parts = {
  /** Feature -> tag -> weight. */
  weights: z.record(z.string(), z.record(z.string(), z.number())),
  /** The only tag of words that are never ambiguous. */
  tagdict: z.record(z.string(), z.string()),
  classes: z.array(z.string()).min(1),
};

/** The averaged perceptron's parameters, as NLTK stores them. */
export interface PerceptronModel {
  weights: Record<string, Record<string, number>>;
  tagdict: Record<string, string>;
  classes: string[];
}

const fileOf = (part: string): string => `${tagger}.${part}.json`;
const wanted = `${Object.keys(parts).map(fileOf).join(', ')}`;
const fix = `Give the folder nltk_data, or the one in it with ${wanted}: python -m nltk.downloader ${tagger}`;

/**
 * @param path of nltk_data, of the tagger's folder in it, or of one of its files; relative to `cwd`.
 * @throws InputError when the three files are not there, or are not what they should be.
 */
export async function readNltkTagger(path: string, cwd: string): Promise<PerceptronModel> {
  if (/\.(pickle|pkl|zip)$/i.test(path)) {
    throw new InputError('tagger-unreadable', {
      what: `${path} is not read`,
      why: 'NLTK 3.9 and later keep the tagger as JSON',
      fix,
    });
  }
  const folder = await findFolder(resolve(cwd, path));
  if (folder === null) throw new InputError('tagger-unreadable', { what: `There is no NLTK tagger at ${path}`, fix });
  const weights = await readPart(folder, 'weights');
  const tagdict = await readPart(folder, 'tagdict');
  const classes = await readPart(folder, 'classes');
  return { weights, tagdict, classes };
}

async function findFolder(path: string): Promise<string | null> {
  const given = basename(path).startsWith(tagger) && path.endsWith('.json') ? dirname(path) : path;
  for (const folder of [given, join(given, tagger), join(given, 'taggers', tagger)]) {
    const found = await stat(join(folder, fileOf('weights'))).catch(() => null);
    if (found !== null) return folder;
  }
  return null;
}

async function readPart<Part extends keyof typeof parts>(
  folder: string,
  part: Part,
): Promise<z.output<(typeof parts)[Part]>> {
  const path = join(folder, fileOf(part));
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new InputError('tagger-unreadable', { what: `${path} cannot be read`, why: (error as Error).message, fix });
  }
  const parsed = parts[part].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(' > ') || 'the whole file';
    throw new InputError('tagger-unreadable', {
      what: `${path} is not an NLTK tagger`,
      why: `In ${place}: ${issue?.message}`,
      fix,
    });
  }
  return parsed.data as z.output<(typeof parts)[Part]>;
}
