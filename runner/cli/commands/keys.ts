/** The kinds of words that commands take. Pure. */
import { z } from 'zod';
import type { Key } from './words.ts';

const text = (what: string) => z.string(what).min(1, what);

/** A word that must be given. */
export const needed = (shown: string, about: string): Key<string> => ({ schema: text('it is empty'), shown, about });

/** A word that may be left out. */
export const optional = (shown: string, about: string): Key<string | undefined> => ({
  schema: text('it is empty').optional(),
  shown,
  about,
});

/** A folder with a usual place. */
export const folder = (usual: string, about: string): Key<string> => ({
  schema: text('it is empty').default(usual),
  shown: '<folder>',
  about: `${about} (${usual})`,
});

/** A name for a folder of models. */
export const modelName = (about: string): Key<string> => ({
  schema: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'a name has letters, digits, ".", "-" and "_"'),
  shown: '<name>',
  about,
});

/** One of several words, or left out. */
export const choice = <const Options extends readonly string[]>(
  options: Options,
  about: string,
): Key<Options[number] | undefined> => ({
  schema: z.enum(options, `one of ${options.join(', ')}`).optional(),
  shown: options.join('|'),
  about,
});

/** `true`, or false when left out. */
export const flag = (about: string): Key<boolean> => ({
  schema: z
    .enum(['true', 'false'], 'true or false')
    .default('false')
    .transform((value) => value === 'true'),
  shown: 'true',
  about,
});

/** A whole number within limits; undefined when left out. */
export const whole = (least: number, largest: number, about: string): Key<number | undefined> => ({
  schema: z
    .string()
    .regex(/^\d+$/, `a whole number from ${least} to ${largest}`)
    .transform(Number)
    .refine((value) => value >= least && value <= largest, `a whole number from ${least} to ${largest}`)
    .optional(),
  shown: '<number>',
  about,
});

/** A length: '88mm', '8.8cm', '3.5in', or a number of millimetres. */
export const millimetres = (usual: number, least: number, largest: number, about: string): Key<number> => {
  const wanted = `a width from ${least}mm to ${largest}mm`;
  const units: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4 };
  return {
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?(mm|cm|in)?$/, wanted)
      .default(`${usual}mm`)
      .transform((text) => Number((Number.parseFloat(text) * (units[text.replace(/[\d.]+/, '')] ?? 1)).toFixed(2)))
      .refine((value) => value >= least && value <= largest, wanted),
    shown: '<number>mm',
    about: `${about} (${usual}mm)`,
  };
};

/** Any free port when left out. */
export const port = (about: string): Key<number | undefined> => whole(0, 65535, about);

/** Seconds, not only whole ones. */
export const seconds = (byDefault: number, longest: number, about: string): Key<number> => {
  const wanted = `a number above 0, at most ${longest}`;
  return {
    schema: z.coerce.number(wanted).positive(wanted).max(longest, wanted).default(byDefault),
    shown: '<number>',
    about: `${about} (${byDefault})`,
  };
};

/** How the path of the pages is described, up to where it comes from when it is not given. */
export const placeOfPages = 'the path under which the pages will be served (RNN_ATLAS_BASE';

/** The path under which pages are served, with both slashes: a missing one is added, so that `base=past` will do. */
export const basePath: Key<string | undefined> = {
  schema: z
    .string()
    .regex(/^\/?([\w.~%+-]+\/)*[\w.~%+-]*\/?$/, 'a path as /past/')
    .transform((path) => `/${path.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/'))
    .optional(),
  shown: '/<path>/',
  about: `${placeOfPages}, otherwise /)`,
};

export const siteOrigin: Key<string | undefined> = {
  schema: z
    .url({ protocol: /^https?$/, error: 'an address as https://you.github.io' })
    .transform((address) => new URL(address).origin)
    .optional(),
  shown: 'https://<you>.github.io',
  about: 'where the site will be published (RNN_ATLAS_SITE, otherwise not known)',
};

export const publicFolder: Key<string | undefined> = optional(
  '<folder>',
  'the folder with results/ (RNN_ATLAS_PUBLIC, otherwise public)',
);
