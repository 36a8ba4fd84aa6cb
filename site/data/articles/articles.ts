/** Which articles have a page: asked once of a build, each time while somebody works on the site. Node only. */
import { type ArticleName, articleNames } from '../../words/article/contents.ts';
import { quoteArticle } from './quote-neuron.ts';
import { sailorArticle } from './sailor.ts';

const load = { 'quote-neuron': quoteArticle, sailor: sailorArticle } as const satisfies Record<
  ArticleName,
  () => Promise<object | null>
>;

let there: Promise<ArticleName[]> | null = null;

export function articlesThere(): Promise<ArticleName[]> {
  if (there === null || import.meta.env.DEV) {
    there = Promise.all(articleNames.map(async (name) => ((await load[name]()) === null ? [] : [name]))).then((all) =>
      all.flat(),
    );
  }
  return there;
}
