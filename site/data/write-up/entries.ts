/** The write-up of an experiment: the entry of the collection that has its id. */
import { type CollectionEntry, getCollection } from 'astro:content';

export async function writeUpOf(id: string): Promise<CollectionEntry<'writeUps'> | undefined> {
  return (await getCollection('writeUps')).find((entry) => entry.id === id);
}
