/** What depends on where the site is built and published: addresses that must be absolute, and commands as they are typed. */
import { asTyped } from '../../runner/core/installation.ts';

/** Where the site will be published, as RNN_ATLAS_SITE says; null when it does not. */
const publicSite = (): string | null => process.env.RNN_ATLAS_SITE || null;

/** An address on this site as an absolute one; null when the site has no public address. */
export function publicUrl(path: string): string | null {
  const site = publicSite();
  return site === null ? null : new URL(path, site).href;
}

/** 'npm run evidence a' -> 'npx rnn-atlas evidence a' in the package. */
export const typed = (text: string): string => asTyped(text, Boolean(process.env.RNN_ATLAS_PACKAGED));
