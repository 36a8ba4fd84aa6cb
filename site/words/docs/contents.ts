/**
 * The order of the documentation, as its first page gives it: docs/README.md lists the pages in groups, so that one list
 * holds for the site and for those who read the files. Pure.
 */

export interface DocsPage {
  /** The file's name without its ending, which is also the address. */
  id: string;
  title: string;
  /** One sentence: what the page is for. */
  description: string;
  group: string;
}

/** The pages in order, of lines as `- [Start](start.md): the first five minutes` under `## Group`. */
export function docsPages(readme: string): DocsPage[] {
  const pages: DocsPage[] = [];
  let group = '';
  for (const line of readme.split('\n')) {
    group = /^## (.+)$/.exec(line)?.[1] ?? group;
    const [, title, id, description] = /^- \[([^\]]+)\]\(([\w-]+)\.md\): (.+)$/.exec(line) ?? [];
    if (title !== undefined && id !== undefined && description !== undefined) {
      pages.push({ id, title, description: description.replaceAll('`', ''), group });
    }
  }
  return pages;
}
