/** The pages of the documentation in their order; none where the program came without it. */
import { type CollectionEntry, getCollection } from 'astro:content';

export const docsEntries = async (): Promise<CollectionEntry<'docs'>[]> =>
  (await getCollection('docs')).sort((a, b) => a.data.order - b.data.order);
