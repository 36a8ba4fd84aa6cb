/** What a write-up asks for and cannot have: it stops the build, with the file and the component. Imports nothing. */

/** Where in a write-up: its file, and the component as it was written there, '<Heatmap feature="commas">'. */
export interface WriteUpPlace {
  /** With the line, 'experiments/lstm-dots.mdx:12', where it is known. */
  file: string;
  tag: string;
}

export class WriteUpError extends Error {
  /** `what` is wrong, and `exists`: what could stand there instead; both begin small and end without a full stop. */
  constructor({ file, tag }: WriteUpPlace, what: string, exists: string) {
    super(`${file}: ${tag}: ${what}; ${exists}. The site was not built.`);
    this.name = 'WriteUpError';
  }
}

/** A component as the author wrote it: ('Highlight', { neuron: 4, text: 'observed' }) -> '<Highlight neuron={4} text="observed">'. */
export function tagOf(component: string, props: Record<string, unknown>): string {
  const written = Object.entries(props).map(([key, value]) => {
    if (typeof value === 'string') return ` ${key}="${value}"`;
    const isExpression = typeof value === 'object' && value !== null && 'source' in value;
    return ` ${key}={${isExpression ? String(value.source) : JSON.stringify(value)}}`;
  });
  return `<${component}${written.join('')}>`;
}

/** Names in a sentence: 'a, b, c'; only the first `most` of many, and how many more there are. */
export function listed(names: readonly (string | number)[], most = 12): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
