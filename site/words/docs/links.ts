/**
 * Links of the documentation. They are written for those who read the files, relative to docs/; here they become addresses
 * on the site. Pure.
 */

const experimentFile = /^\.\.\/experiments\/([\w+.-]+)\.(yaml|mdx)$/;

/**
 * @param experiments ids of the published ones.
 * @returns the address relative to the site's root; null for a file of the repository that the site has no page for, of
 * which only the words stay. Anchors and whole addresses stay as they are.
 */
export function siteAddress(link: string, experiments: readonly string[]): string | null {
  if (/^(#|[a-z]+:)/i.test(link)) return link;
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(link) ?? [];
  const [, page] = /^([\w-]+)\.md$/.exec(path) ?? [];
  if (page !== undefined) return page === 'README' ? `docs/${anchor}` : `docs/${page}/${anchor}`;
  const [, image] = /^(images\/[\w.-]+)$/.exec(path) ?? [];
  if (image !== undefined) return `docs/${image}`;
  const [, file] = /^\.\.\/site\/pages\/([\w/-]+)\.astro$/.exec(path) ?? [];
  if (file !== undefined) return `${file.replace(/(^|\/)index$/, '$1').replace(/([^/])$/, '$1/')}${anchor}`;
  const [, published] = /^\.\.\/public\/([\w./-]+)$/.exec(path) ?? [];
  if (published !== undefined) return published;
  const [, id = '', ending] = experimentFile.exec(path) ?? [];
  if (!experiments.includes(id)) return null;
  return `experiments/${id}/${anchor || (ending === 'mdx' ? '#write-up' : '')}`;
}
