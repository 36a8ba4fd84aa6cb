/**
 * What Vite needs to know where the site lies inside of an installed package and Astro's project is another folder: packages
 * that nothing near the project brings are those that this program brings, and files outside of the project may be
 * served. Node only.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atHome } from './places.ts';

interface Resolving {
  resolve(id: string, importer: string | undefined, options: { skipSelf: true }): Promise<unknown>;
}

/** Neither a path nor an address nor one of a plugin's own modules. */
const isPackage = (id: string): boolean => /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/|$)/i.test(id);

const here = fileURLToPath(import.meta.url);

/** The folder of packages in which Astro lies. */
const packages = (): string => dirname(dirname(createRequire(here).resolve('astro/package.json')));

/** @param cacheDir a folder that can be written into. */
export const foundFromHere = (cacheDir: string) => ({
  // Vite's own would be in a folder of packages.
  cacheDir: join(cacheDir, 'vite'),
  plugins: [
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
  server: { fs: { allow: [atHome(), dirname(dirname(dirname(here))), packages()] } },
  // A folder's own style settings are none of the site's.
  css: { postcss: {} },
});
