/** The articles, in the order in which they are to be read. Each has a page while the published results tell its story. Pure. */
import type { CitationKey } from '../references.ts';
import { url } from '../url.ts';

export const articles = {
  'quote-neuron': {
    experiment: 'quotes',
    title: 'The neuron that tells when somebody speaks',
    about:
      'A network that guesses the next word of novels remembers whether a quotation is open. Is that real, and does it matter to the network?',
    references: ['karpathy', 'radford', 'hewitt', 'zhang', 'adebayo', 'geiger', 'morcos'],
  },
  sailor: {
    experiment: 'agreement',
    title: 'The sailor beside the door of the sailors',
    about:
      'Has, or have? A small network keeps the number of a subject over the nouns in between. One neuron does it, and we can swap it.',
    references: ['bock', 'linzen', 'gulordava', 'lakretz', 'vig', 'geiger', 'makelov'],
  },
  counting: {
    experiment: 'counter',
    title: 'Counting past what it was taught',
    about:
      'A small network reads lines of a’s and b’s, of up to twenty, and learns to count. One of its neurons holds the count. Then it gets longer lines.',
    references: ['weiss', 'geiger', 'zhang'],
  },
} as const satisfies Record<
  string,
  { experiment: string; title: string; about: string; references: readonly CitationKey[] }
>;

export type ArticleName = keyof typeof articles;

export const articleNames = Object.keys(articles) as ArticleName[];

export const articleUrl = (name: ArticleName): string => url(`articles/${name}/`);
