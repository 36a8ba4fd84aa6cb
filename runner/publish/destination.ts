/** Where GitHub Pages will serve the site of a repository. Pure. */

export interface Destination {
  /** With both slashes. */
  base: string;
  /** 'https://<owner>.github.io'; null when unknown. */
  site: string | null;
}

/**
 * `remote` is the address of the repository's remote, `domain` the content of public/CNAME; null when there is none.
 * Without a remote the folder's name stands for the repository's.
 */
export function destination(remote: string | null, domain: string | null, folder: string): Destination {
  if (domain !== null) return { base: '/', site: `https://${domain.trim()}` };
  const [, owner, repository] = /github\.com[:/]([^/]+)\/(.+?)(?:\.git)?\/?$/.exec(remote ?? '') ?? [];
  if (owner === undefined || repository === undefined) {
    const name = /([^/:]+?)(?:\.git)?\/?$/.exec(remote ?? '')?.[1] ?? folder;
    return { base: `/${encodeURIComponent(name)}/`, site: null };
  }
  const host = `${owner.toLowerCase()}.github.io`;
  return { base: repository.toLowerCase() === host ? '/' : `/${repository}/`, site: `https://${host}` };
}
