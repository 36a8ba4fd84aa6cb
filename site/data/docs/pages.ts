/** The pages of the documentation in their order; none where the program came without it. */
import { type CollectionEntry, getCollection } from 'astro:content';
import { docsFolder } from './folder.ts';

export const docsEntries = async (): Promise<CollectionEntry<'docs'>[]> =>
  // Astro warns of an empty collection each time that it is asked for.
  docsFolder() === null ? [] : (await getCollection('docs')).sort((a, b) => a.data.order - b.data.order);
