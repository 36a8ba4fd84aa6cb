/**
 * The README that npm shows of the package is its own: that of the project is about the clone. It takes the other's place
 * while the package is packed; should packing be killed in between, the next one, or `node build/clean.ts`, puts it back.
 */
import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const shown = place('README.md');
const own = place('build/README.md');
/** Git ignores it; npm would pack whatever begins with README. */
const aside = place('clone-readme.tmp');

export function showPackageReadme(): void {
  restoreReadme();
  copyFileSync(shown, aside);
  copyFileSync(own, shown);
}

export function restoreReadme(): void {
  if (existsSync(aside)) renameSync(aside, shown);
}
