/**
 * What a site says of itself, and which of its results it shows: the shape of `site.yaml`. Pure; everything may be left
 * out.
 */
import { z } from 'zod';

/** 'lstm-*' names all that begin so; '!lstm-dots' takes one out again. */
const pattern = z
  .string()
  .regex(/^!?[^!/\\]+$/, 'it must be a name of an experiment, with * for any letters, or ! before it to leave it out');

const text = z.string().trim().min(1);

export const siteSettingsSchema = z.strictObject({
  title: text.default('RNN Atlas'),
  author: text.nullable().default(null),
  /** Where the site will be published, with its path; nowhere yet when null. */
  address: z
    .url({ protocol: /^https?$/, error: 'it must be an address as https://you.github.io/atlas/' })
    .nullable()
    .default(null),
  /** Of results whose manifest names none; not stated when null. */
  licence: text.nullable().default(null),
  experiments: z.array(pattern).min(1).default(['*']),
  /** Whether the documentation of RNN Atlas is part of the site; as it comes when null. */
  docs: z.boolean().nullable().default(null),
});
export type SiteSettings = z.output<typeof siteSettingsSchema>;

/** The environment's name for the settings, as JSON: the commands read them, the pages use them. */
export const settingsVariable = 'RNN_ATLAS_SETTINGS';

/** Those that a command has read; what stands in no file when there was none. */
export const siteSettings = (environment: Readonly<Record<string, string | undefined>> = process.env): SiteSettings =>
  siteSettingsSchema.parse(JSON.parse(environment[settingsVariable] || '{}'));

/**
 * Whether a result is shown: the last pattern that fits decides; a list that only leaves out begins with all. A folder
 * that begins with a dot is one that is being written.
 * @param base of a sweep, its base manifest's path: a pattern that fits the experiment of that name fits the sweep too.
 */
export function isShown(id: string, patterns: readonly string[], base: string | null = null): boolean {
  if (id.startsWith('.')) return false;
  const names = base === null ? [id] : [id, nameOfManifest(base)];
  let shown = patterns.every((each) => each.startsWith('!'));
  for (const each of patterns) {
    const leavesOut = each.startsWith('!');
    const pattern = leavesOut ? each.slice(1) : each;
    if (names.some((name) => fits(name, pattern))) shown = !leavesOut;
  }
  return shown;
}

/** 'experiments/quoted.yaml' -> 'quoted'. */
const nameOfManifest = (path: string): string => (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[^.]+$/, '');

function fits(id: string, name: string): boolean {
  const parts = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(id);
}

/** 'https://you.github.io/atlas' -> the origin, and the path with both slashes. */
export function originAndBase(address: string): { site: string; base: string } {
  const { origin, pathname } = new URL(address);
  return { site: origin, base: pathname.endsWith('/') ? pathname : `${pathname}/` };
}
