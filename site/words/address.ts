/** The site's public addresses, for what must be absolute: cards, citations, the list of pages. */

/** Where the site will be published, as RNN_ATLAS_SITE says; null when it does not. */
const publicSite = (): string | null => process.env.RNN_ATLAS_SITE || null;

/** An address on this site as an absolute one; null when the site has no public address. */
export function publicUrl(path: string): string | null {
  const site = publicSite();
  return site === null ? null : new URL(path, site).href;
}

/** As `publicUrl`, on this machine where there is no public address. */
export const absoluteUrl = (path: string): string => publicUrl(path) ?? new URL(path, import.meta.env.SITE).href;
