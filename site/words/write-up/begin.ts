/** How a component of a write-up begins: it learns what the text is about, and its properties are checked. */
import { z } from 'zod';
import type { Experiment } from '../experiment.ts';
import { listed, tagOf, WriteUpError, type WriteUpPlace } from './error.ts';
import { evaluated, type Facts, isExpression } from './expression.ts';
import { lineProperty } from './mdx.ts';

/** The write-up that a page shows; the page sets it before it renders the text. */
export interface WriteUp {
  /** The MDX file, relative to the working directory. */
  file: string;
  /** Null: the text is about a sweep. */
  experiment: Experiment | null;
  /** What expressions may name, made for the place where one stands. */
  facts: (place: WriteUpPlace) => Facts;
}

export interface WriteUpComponent<Properties> {
  place: WriteUpPlace;
  props: Properties;
}

/**
 * `locals` are the page's, `given` the properties as the author wrote them, to be of `shape`, and the line.
 * Throws a WriteUpError that names the property that is unknown or of the wrong kind.
 */
export function beginAnywhere<Shape extends z.ZodRawShape>(
  locals: { writeUp?: WriteUp },
  component: string,
  given: Record<string, unknown>,
  shape: Shape,
): WriteUpComponent<z.output<z.ZodObject<Shape>>> {
  if (!locals.writeUp) throw new Error(`<${component}> stands outside a write-up`);
  const { writeUp } = locals;
  const { [lineProperty]: line, ...asWritten } = given;
  const file = line === undefined ? writeUp.file : `${writeUp.file}:${line}`;
  const place = { file, tag: tagOf(component, asWritten) };
  const written = Object.fromEntries(
    Object.entries(asWritten).map(([key, value]) => [
      key,
      isExpression(value) ? evaluated(value, file, writeUp.facts) : value,
    ]),
  );
  const checked = z.strictObject(shape).safeParse(written);
  if (checked.success) return { place, props: checked.data as z.output<z.ZodObject<Shape>> };
  const [issue] = checked.error.issues;
  const key = issue?.path.join('.') ?? '';
  const what = `${key === '' ? '' : `${key}: `}${issue?.message ?? 'not understood'}`;
  const takes = Object.keys(shape);
  throw new WriteUpError(
    place,
    what.charAt(0).toLowerCase() + what.slice(1),
    takes.length === 0 ? 'it takes nothing' : `it takes ${listed(takes)}, numbers in braces: {4}`,
  );
}

/** The same for a component that shows something of one experiment. */
export function begin<Shape extends z.ZodRawShape>(
  locals: { writeUp?: WriteUp },
  component: string,
  given: Record<string, unknown>,
  shape: Shape,
): WriteUpComponent<z.output<z.ZodObject<Shape>>> & { experiment: Experiment } {
  const { place, props } = beginAnywhere(locals, component, given, shape);
  const { experiment } = locals.writeUp ?? { experiment: null };
  if (experiment !== null) return { experiment, place, props };
  throw new WriteUpError(
    place,
    'it shows one experiment, and this text is about a sweep',
    'there it takes numbers in braces and When',
  );
}

/** Properties that several components take. */
export const feature = z.string().optional();
export const neuron = z.int().min(0).optional();
/** One neuron or several. */
export const neurons = z
  .union(
    [
      z
        .int()
        .min(0)
        .transform((each) => [each]),
      z.array(z.int().min(0)).min(1),
    ],
    {
      error: 'a neuron, neuron={4}, or several, neuron={[4, 5]}',
    },
  )
  .optional();
