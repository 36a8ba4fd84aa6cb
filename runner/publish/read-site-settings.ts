/** Reads `site.yaml` of the user's folder, or the key `rnn-atlas` of its package.json. Every mistake is an InputError. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { InputError } from '../core/errors.ts';
import { jsonOrNull } from '../core/json.ts';
import { nearest } from '../core/suggest.ts';
import { type SiteSettings, siteSettingsSchema } from '../experiment/results/site-settings.ts';

const file = 'site.yaml';
const key = 'rnn-atlas';

/** @param home the user's folder. */
export async function readSiteSettings(home: string): Promise<SiteSettings> {
  const text = await textOf(join(home, file));
  if (text !== null) return checked(fromYaml(text), file);
  const description = await textOf(join(home, 'package.json'));
  return checked(description === null ? {} : fromPackage(description), `package.json, key ${key}`);
}

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

function fromYaml(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault === undefined) return document.toJS({ maxAliasCount: 10 }) ?? {};
  const { line, col } = lines.linePos(fault.pos[0]);
  throw wrong(`${file}:${line}:${col}`, `this is not valid YAML: ${fault.message}`);
}

/** A package.json that cannot be read is npm's to complain of. */
const fromPackage = (text: string): unknown => (jsonOrNull(text) as Record<string, unknown> | null)?.[key] ?? {};

function checked(data: unknown, name: string): SiteSettings {
  const read = siteSettingsSchema.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys;
    const keys = Object.keys(siteSettingsSchema.shape);
    const near = nearest(unknown, keys);
    throw wrong(
      name,
      `unknown key "${unknown}"`,
      near === null ? `It knows ${keys.join(', ')}` : `Did you mean "${near}"?`,
    );
  }
  const at = issue === undefined || issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `;
  throw wrong(name, `${at}${issue?.message ?? 'this is not a list of keys'}`);
}

const wrong = (place: string, what: string, fix?: string): InputError =>
  new InputError('site-settings-wrong', { what: `${place}: ${what}`, fix });
