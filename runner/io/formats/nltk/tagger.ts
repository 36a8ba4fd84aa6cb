/**
 * Reads the English tagger of NLTK (3.9 and later) from a user's copy of nltk_data: three JSON files. Older copies
 * hold a Python pickle, which is not read.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../../core/errors.ts';

const tagger = 'averaged_perceptron_tagger_eng';
const parts = z.object({
  /** Feature -> tag -> weight. */
  weights: z.record(z.string(), z.record(z.string(), z.number())),
  /** The only tag of words that are never ambiguous. */
  tagdict: z.record(z.string(), z.string()),
  classes: z.array(z.string()).min(1),
});

/** The averaged perceptron's parameters, as NLTK stores them. */
export type PerceptronModel = z.output<typeof parts>;

const fileOf = (part: string): string => `${tagger}.${part}.json`;
const wanted = Object.keys(parts.shape);
const fix = `Give the folder nltk_data, or the one in it with ${wanted.map(fileOf).join(', ')}: python -m nltk.downloader ${tagger}`;
const refused = (what: string, why?: string): InputError => new InputError('tagger-unreadable', { what, why, fix });

/**
 * @param path of nltk_data, of the tagger's folder in it, or of one of its files; relative to `cwd`.
 * @throws InputError when the three files are not there, or are not what they should be.
 */
export async function readNltkTagger(path: string, cwd: string): Promise<PerceptronModel> {
  const place = resolve(cwd, path);
  const given = basename(place).startsWith(tagger) && place.endsWith('.json') ? dirname(place) : place;
  const places = [given, join(given, tagger), join(given, 'taggers', tagger)];
  const folder = places.find((each) => existsSync(join(each, fileOf('weights'))));
  if (folder === undefined) throw refused(`There is no NLTK tagger at ${path}`);
  const read: Record<string, unknown> = {};
  for (const [part, schema] of Object.entries(parts.shape)) {
    const path = join(folder, fileOf(part));
    const json: unknown = await readFile(path, 'utf8')
      .then(JSON.parse)
      .catch((error: Error) => {
        throw refused(`${path} cannot be read`, error.message);
      });
    const [issue] = schema.safeParse(json).error?.issues ?? [];
    const where = issue?.path.join(' > ') || 'the whole file';
    if (issue !== undefined) throw refused(`${path} is not an NLTK tagger`, `In ${where}: ${issue.message}`);
    read[part] = json;
  }
  return read as PerceptronModel;
}
