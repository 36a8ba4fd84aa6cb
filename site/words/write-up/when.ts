/**
 * `<When is={lead('commas')}>`: text that stands only when there is something, so that what another run may change is told
 * so, and stays true. It is a function and no Astro component: those render what stands between their tags before they
 * are asked whether to.
 */
import { z } from 'zod';
import { beginAnywhere, type WriteUp } from './begin.ts';
import { isThere } from './expression.ts';
import { renderedByItself } from './mdx.ts';

/** The component for one write-up; it returns what it is given between its tags, or null. */
export function whenOf(writeUp: WriteUp): (given: Record<string, unknown>) => unknown {
  return ({ children, [renderedByItself]: _, ...given }) => {
    const { props } = beginAnywhere({ writeUp }, 'When', given, { is: z.unknown() });
    return isThere(props.is) ? children : null;
  };
}
