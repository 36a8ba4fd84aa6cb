/** The write-up of an experiment: the MDX file of its name beside the manifests, ready to be rendered. */
import { getCollection, type RenderResult, render } from 'astro:content';

export interface WriteUpText {
  /** The MDX file, relative to the working directory. */
  file: string;
  author: string | undefined;
  date: Date | undefined;
  Content: RenderResult['Content'];
}

/** The ids of those experiments that somebody wrote about. */
export async function writtenUp(experiments: readonly { id: string }[]): Promise<string[]> {
  const written = new Set((await getCollection('writeUps')).map(({ id }) => id));
  return experiments.map(({ id }) => id).filter((id) => written.has(id));
}

/** Null when nobody wrote one. */
export async function writeUpOf(id: string): Promise<WriteUpText | null> {
  const entry = (await getCollection('writeUps')).find((each) => each.id === id);
  if (!entry) return null;
  const { Content } = await render(entry);
  return { file: entry.filePath ?? entry.id, author: entry.data.author, date: entry.data.date, Content };
}
