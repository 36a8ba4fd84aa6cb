/** The kinds of words that commands take. Pure. */
import { z } from 'zod';
import type { Key } from './words.ts';

const key = <Value>(shown: string, about: string, schema: z.ZodType<Value>): Key<Value> => ({ schema, shown, about });

const text = z.string('it is empty').min(1, 'it is empty');

/** A word that must be given. */
export const needed = (shown: string, about: string) => key(shown, about, text);

/** A word that may be left out. */
export const optional = (shown: string, about: string) => key(shown, about, text.optional());

/** A folder with a usual place. */
export const folder = (usual: string, about: string) => key('<folder>', `${about} (${usual})`, text.default(usual));

const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'a name has letters, digits, ".", "-" and "_"');

export const modelName = (about: string) => key('<name>', about, name);

export const oneOf = <const Options extends readonly string[]>(options: Options, about: string) =>
  key<Options[number]>(options.join('|'), about, z.enum(options, `one of ${options.join(', ')}`));

/** One of several words, or left out. */
export function choice<const Options extends readonly string[]>(options: Options, about: string) {
  const { shown, schema } = oneOf(options, about);
  return key(shown, about, schema.optional());
}

const yes = z
  .enum(['true', 'false'], 'true or false')
  .default('false')
  .transform((value) => value === 'true');

/** `true`, or false when left out. */
export const flag = (about: string) => key('true', about, yes);

/** A whole number within limits; undefined when left out. */
export function whole(least: number, largest: number, about: string): Key<number | undefined> {
  const wanted = `a whole number from ${least} to ${largest}`;
  const isWithin = (value: number) => value >= least && value <= largest;
  return key(
    '<number>',
    about,
    z.string().regex(/^\d+$/, wanted).transform(Number).refine(isWithin, wanted).optional(),
  );
}

/** A length: '88mm', or a number of millimetres. */
export function millimetres(usual: number, least: number, largest: number, about: string): Key<number> {
  const wanted = `a width from ${least}mm to ${largest}mm`;
  const schema = z
    .string()
    .regex(/^\d+(\.\d+)?(mm)?$/, wanted)
    .default(`${usual}mm`)
    .transform(Number.parseFloat)
    .refine((value) => value >= least && value <= largest, wanted);
  return key('<number>mm', `${about} (${usual}mm)`, schema);
}

/** Any free port when left out. */
export const port = (about: string) => whole(0, 65535, about);

/** Seconds, not only whole ones. */
export function seconds(byDefault: number, longest: number, about: string): Key<number> {
  const wanted = `a number above 0, at most ${longest}`;
  const schema = z.coerce.number(wanted).positive(wanted).max(longest, wanted).default(byDefault);
  return key('<number>', `${about} (${byDefault})`, schema);
}

/** The path under which pages are served, with both slashes: a missing one is added, so that `base=past` will do. */
const path = z
  .string()
  .regex(/^\/?([\w.~%+-]+\/)*[\w.~%+-]*\/?$/, 'a path as /past/')
  .transform((path) => `/${path.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/'))
  .optional();

/** @param otherwise where it comes from when it is not given. */
export const basePath = (otherwise: string) =>
  key('/<path>/', `the path under which the pages will be served (RNN_ATLAS_BASE, ${otherwise})`, path);

const origin = z
  .url({ protocol: /^https?$/, error: 'an address as https://you.github.io' })
  .transform((address) => new URL(address).origin)
  .optional();

export const siteOrigin = key(
  'https://<you>.github.io',
  'where the site will be published (RNN_ATLAS_SITE, otherwise not known)',
  origin,
);

export const publicFolder = optional('<folder>', 'the folder with results/ (RNN_ATLAS_PUBLIC, otherwise public)');
