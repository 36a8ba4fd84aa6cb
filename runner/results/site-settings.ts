/**
 * What a site says of itself, and which of its results it shows: the shape of `site.yaml`. Pure; everything may be left
 * out.
 */
import { z } from 'zod';

/** 'lstm-*' names all that begin so; '!lstm-dots' takes one out again. */
const pattern = z
  .string()
  .regex(/^!?[^!/\\]+$/, 'a name of an experiment, with * for any letters, or ! before it to leave it out');

const text = z.string().trim().min(1);

export const siteSettingsSchema = z.strictObject({
  title: text.default('RNN Atlas'),
  author: text.nullable().default(null),
  /** Where the site will be published, with its path; nowhere yet when null. */
  address: z
    .url({ protocol: /^https?$/, error: 'an address as https://you.github.io/atlas/' })
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

/** Whether a result is shown: the last pattern that fits decides; a list that only leaves out begins with all. */
export function isShown(id: string, patterns: readonly string[]): boolean {
  let shown = patterns.every((each) => each.startsWith('!'));
  for (const each of patterns) {
    const leavesOut = each.startsWith('!');
    if (fits(id, leavesOut ? each.slice(1) : each)) shown = !leavesOut;
  }
  return shown;
}

function fits(id: string, name: string): boolean {
  const parts = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(id);
}

/** 'https://you.github.io/atlas' -> the origin, and the path with both slashes. */
export function originAndBase(address: string): { site: string; base: string } {
  const { origin, pathname } = new URL(address);
  return { site: origin, base: pathname.endsWith('/') ? pathname : `${pathname}/` };
}
