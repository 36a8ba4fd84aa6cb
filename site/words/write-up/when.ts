/**
 * `<When of="evidence">`: text that stands only when the result has something, or when it is so: `is="passed"`,
 * `is={['passed', 'failed']}`; `not` turns it round. What another run may change is told so, and stays true.
 *
 * It is a function and no Astro component: those render what stands between their tags before they are asked whether to.
 */
import { z } from 'zod';
import { beginAnywhere, type WriteUp } from './begin.ts';
import { renderedByItself } from './check-mdx.ts';
import { holds, path } from './value.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const shape = {
  of: path,
  is: z.union([value, z.array(value).min(1)]).optional(),
  not: z.boolean().optional(),
};

/** The component for one write-up; it returns what it is given between its tags, or null. */
export function whenOf(writeUp: WriteUp): (given: Record<string, unknown>) => unknown {
  return ({ children, [renderedByItself]: _, ...given }) => {
    const { facts, place, props } = beginAnywhere({ writeUp }, 'When', given, shape);
    return holds(place, facts, props.of, props.is) === !props.not ? children : null;
  };
}
