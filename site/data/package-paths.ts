/**
 * What Vite needs to know where the site lies inside of an installed package and Astro's project is another folder: packages
 * that nothing near the project brings are those that this program brings. Node only.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { servedFolders, servedPaths } from './served-paths.ts';

interface Resolving {
  resolve(id: string, importer: string | undefined, options: { skipSelf: true }): Promise<unknown>;
}

/** Neither a path nor an address nor one of a plugin's own modules. */
const isPackage = (id: string): boolean => /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/|$)/i.test(id);

const here = fileURLToPath(import.meta.url);

/** @param cacheDir a folder that can be written into. */
export const foundFromHere = (cacheDir: string) => ({
  // Vite's own would be in a folder of packages.
  cacheDir: join(cacheDir, 'vite'),
  plugins: [
    servedPaths(cacheDir),
    {
      name: 'rnn-atlas:packages',
      enforce: 'pre' as const,
      async resolveId(this: Resolving, id: string, importer: string | undefined) {
        if (!isPackage(id) || importer === here) return null;
        const found = await this.resolve(id, importer, { skipSelf: true });
        return found ?? this.resolve(id, here, { skipSelf: true });
      },
    },
  ],
  server: { fs: { allow: servedFolders(cacheDir) } },
  // A folder's own style settings are none of the site's.
  css: { postcss: {} },
});
