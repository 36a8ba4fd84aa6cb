/** The write-up of an experiment or a sweep: the MDX file of its name beside the manifests, ready to be rendered. */
import { getCollection, type RenderResult, render } from 'astro:content';

export interface WriteUpText {
  /** The MDX file, relative to the working directory. */
  file: string;
  author: string | undefined;
  date: Date | undefined;
  Content: RenderResult['Content'];
}

/** Null when nobody wrote one. */
export async function writeUpOf(id: string): Promise<WriteUpText | null> {
  const entry = (await getCollection('writeUps')).find((each) => each.id === id);
  if (!entry) return null;
  const { Content } = await render(entry);
  return { file: entry.filePath ?? entry.id, author: entry.data.author, date: entry.data.date, Content };
}
