/**
 * How Astro is run on the site. In a clone the site's folder is the project. The package may lie where nothing can be
 * written, and Astro writes into its project: there it gets a folder of its own to work in, `runs/.site` of the current
 * folder, which sends it on to the site inside of the package.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeWhole } from '../core/atomic-files.ts';
import { inPackage } from '../core/place.ts';

/** Where the site's sources and `astro.config.mjs` are; results may lie anywhere. */
export const siteProject = fileURLToPath(new URL('../..', import.meta.url));

export interface AstroRun {
  /** Where Astro is started. */
  cwd: string;
  environment: Record<string, string>;
}

/** Folders that the environment may name, and where they are otherwise. */
const places = { RNN_ATLAS_PUBLIC: 'public', RNN_ATLAS_DIST: 'dist' } as const;

/**
 * @param home the user's folder: results, models and write-ups are looked for in it.
 * @param work in the package, the folder that Astro works in.
 */
export async function astroRun(home = resolve('.'), work = join(home, 'runs', '.site')): Promise<AstroRun> {
  const environment = { ASTRO_TELEMETRY_DISABLED: '1', RNN_ATLAS_HOME: home, RNN_ATLAS_PROGRAM: siteProject };
  if (!inPackage) return { cwd: home, environment };
  await writeWhole(join(work, 'package.json'), '{ "private": true, "type": "module" }\n');
  const config = pathToFileURL(join(siteProject, 'astro.config.mjs')).href;
  await writeWhole(join(work, 'astro.config.mjs'), `export { default } from ${JSON.stringify(config)};\n`);
  const named = Object.entries(places).map(([name, usual]) => [name, resolve(home, process.env[name] || usual)]);
  const cache = process.env.RNN_ATLAS_CACHE;
  return {
    cwd: work,
    environment: {
      ...environment,
      ...Object.fromEntries(named),
      RNN_ATLAS_CACHE: cache ? resolve(home, cache) : join(work, 'cache'),
    },
  };
}
