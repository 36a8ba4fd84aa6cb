/**
 * How Astro is run on the site. In a clone the site's folder is the project. The package may lie where nothing can be
 * written, and Astro writes into its project: there it gets a folder of its own to work in, `runs/.site` of the current
 * folder, which sends it on to the site inside of the package.
 */
import { existsSync } from 'node:fs';
import { realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeFileAtomic } from '../core/atomic-files.ts';
import { inPackage } from '../core/installation.ts';
import { originAndBase, type SiteSettings, settingsVariable } from '../experiment/results/site-settings.ts';
import { readSiteSettings } from './read-site-settings.ts';

/** Where the site's sources and `astro.config.mjs` are; results may lie anywhere. */
export const siteProject = fileURLToPath(new URL('../..', import.meta.url));

export interface AstroRun {
  cwd: string;
  environment: Record<string, string>;
}

/** Folders that the environment may name, and where they are otherwise. */
const places = { RNN_ATLAS_PUBLIC: 'public', RNN_ATLAS_DIST: 'dist' } as const;

/**
 * @param home the user's folder: results, models, write-ups and site.yaml are looked for in it.
 * @param work in the package, the folder that Astro works in.
 * @throws InputError when site.yaml is wrong.
 */
export async function astroRun(home = resolve('.'), work = join(home, 'runs', '.site')): Promise<AstroRun> {
  const settings = await readSiteSettings(home);
  const environment = {
    ...addressOf(settings),
    ...docsOf(settings),
    [settingsVariable]: JSON.stringify(settings),
    ASTRO_TELEMETRY_DISABLED: '1',
    RNN_ATLAS_HOME: home,
    RNN_ATLAS_PROGRAM: siteProject,
  };
  if (!inPackage) return { cwd: home, environment };
  await writeFileAtomic(join(work, 'package.json'), '{ "private": true, "type": "module" }\n');
  const config = pathToFileURL(join(siteProject, 'astro.config.mjs')).href;
  await writeFileAtomic(join(work, 'astro.config.mjs'), `export { default } from ${JSON.stringify(config)};\n`);
  await linkPackages(join(work, 'node_modules'));
  const named = Object.entries(places).map(([name, usual]) => [name, resolve(home, process.env[name] || usual)]);
  const cache = process.env.RNN_ATLAS_CACHE;
  return {
    cwd: work,
    environment: {
      ...environment,
      ...Object.fromEntries(named),
      RNN_ATLAS_PACKAGED: '1',
      RNN_ATLAS_CACHE: cache ? resolve(home, cache) : join(work, 'cache'),
    },
  };
}

/**
 * What Astro has built asks for packages from where it lies, and must find those of this program: beside it in a folder
 * of packages, or within it where it was installed for all users.
 */
async function linkPackages(link: string): Promise<void> {
  const own = dirname(siteProject.replace(/[\\/]$/, ''));
  const within = join(own, 'node_modules');
  const target = await realpath(existsSync(join(within, 'astro')) ? within : dirname(own));
  if ((await realpath(link).catch(() => null)) === target) return;
  await rm(link, { recursive: true, force: true });
  await symlink(target, link, 'junction');
}

/** The environment's own words stand before those of the file. */
function addressOf({ address }: SiteSettings): Record<string, string> {
  const { RNN_ATLAS_SITE, RNN_ATLAS_BASE } = process.env;
  if (address === null || RNN_ATLAS_SITE || RNN_ATLAS_BASE) return {};
  const { site, base } = originAndBase(address);
  return { RNN_ATLAS_SITE: site, RNN_ATLAS_BASE: base };
}

/** A site of one's own is about one's own experiments, unless it says otherwise; a clone shows its documentation. */
function docsOf({ docs }: SiteSettings): Record<string, string> {
  if (process.env.RNN_ATLAS_DOCS) return {};
  return { RNN_ATLAS_DOCS: join(siteProject, (docs ?? !inPackage) ? 'docs' : 'no-docs') };
}
