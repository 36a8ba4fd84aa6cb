/** The write-up that a page shows, and its components that need no figure. Pure. */
import {
  evaluated,
  type Facts,
  isExpression,
  isThere,
  printed,
  WriteUpError,
  type WriteUpPlace,
} from './expression.ts';
import { lineProperty, renderedByItself } from './mdx.ts';

export interface WriteUp {
  /** The MDX file, relative to the working directory. */
  file: string;
  /** What expressions may name, made for the place where one stands. */
  facts: (place: WriteUpPlace) => Facts;
}

type Given = Record<string, unknown>;

/** The properties of a component, their expressions evaluated, and its place. */
export function propertiesOf(
  { file: own, facts }: WriteUp,
  component: string,
  { [lineProperty]: line, ...written }: Given,
): { place: WriteUpPlace; props: Given } {
  const file = line === undefined ? own : `${own}:${line}`;
  const props = Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key, isExpression(value) ? evaluated(value, file, facts) : value]),
  );
  return { place: { file, tag: tagOf(component, written) }, props };
}

/** A component as the author wrote it: ('Highlight', { neuron: 4, text: 'observed' }) -> '<Highlight neuron={4} text="observed">'. */
function tagOf(component: string, props: Given): string {
  const written = Object.entries(props).map(([key, value]) => {
    if (typeof value === 'string') return ` ${key}="${value}"`;
    return ` ${key}={${isExpression(value) ? value.source : JSON.stringify(value)}}`;
  });
  return `<${component}${written.join('')}>`;
}

/** The value of an expression in running text, `{fixed(result.observation.perplexity, 1)}`. */
export function shownValue(writeUp: WriteUp, given: Given): string {
  const { place, props } = propertiesOf(writeUp, 'Value', given);
  const tag = isExpression(given.of) ? `{${given.of.source}}` : place.tag;
  return printed({ ...place, tag }, props.of);
}

/**
 * `<When is={lead('commas')}>`: text that stands only when there is something, so that what another run may change is told
 * so, and stays true. It is a function and no Astro component: those render what stands between their tags before they
 * are asked whether to.
 */
export const whenOf =
  (writeUp: WriteUp) =>
  ({ children, [renderedByItself]: _, ...given }: Given): unknown => {
    const { place, props } = propertiesOf(writeUp, 'When', given);
    if (!('is' in props)) throw new WriteUpError(place, 'it asks for nothing', 'write <When is={...}>');
    return isThere(props.is) ? children : null;
  };
