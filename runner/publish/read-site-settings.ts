/** Reads `site.yaml` of the user's folder, or the key `rnn-atlas` of its package.json. Every mistake is an InputError. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { InputError } from '../core/errors.ts';
import { jsonOrNull } from '../core/json.ts';
import { problemsOf } from '../experiment/manifest/issues.ts';
import { keysOf } from '../experiment/manifest/overrides.ts';
import { type SiteSettings, siteSettingsSchema } from '../experiment/results/site-settings.ts';

const file = 'site.yaml';
const key = 'rnn-atlas';
const known = keysOf(siteSettingsSchema);

/** @param home the user's folder. */
export async function readSiteSettings(home: string): Promise<SiteSettings> {
  const text = await textOf(join(home, file));
  if (text !== null) return checked(fromYaml(text), file);
  // A package.json that cannot be read is npm's to complain of.
  const description = jsonOrNull((await textOf(join(home, 'package.json'))) ?? '{}') as Record<string, unknown> | null;
  return checked(description?.[key] ?? {}, `package.json, key ${key}`);
}

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

function fromYaml(text: string): unknown {
  try {
    return parse(text, { prettyErrors: true }) ?? {};
  } catch (error) {
    const [why] = (error as Error).message.split('\n');
    throw new InputError('site-settings-wrong', { what: `${file}: this is not valid YAML: ${why}` });
  }
}

function checked(data: unknown, name: string): SiteSettings {
  const read = siteSettingsSchema.safeParse(data);
  if (read.success) return read.data;
  const [problem] = problemsOf(read.error.issues, data, known);
  throw new InputError('site-settings-wrong', { ...problem, what: `${name}: ${problem?.what}` });
}
