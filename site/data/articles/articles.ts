/** Which articles have a page. Node only. */
import { type ArticleName, articleNames } from '../../words/article/contents.ts';
import { onceABuild } from '../once-a-build.ts';
import { quoteArticle } from './quote-neuron.ts';
import { sailorArticle } from './sailor.ts';

const load = { 'quote-neuron': quoteArticle, sailor: sailorArticle } as const satisfies Record<
  ArticleName,
  () => Promise<object | null>
>;

export const articlesThere = onceABuild(async (): Promise<ArticleName[]> => {
  const found = await Promise.all(articleNames.map(async (name) => ((await load[name]()) === null ? [] : [name])));
  return found.flat();
});
