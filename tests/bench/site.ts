/** The time of building the site from ten synthetic experiments. */
import { buildSite } from '../browser/build-site.ts';
import { printRows } from './table.ts';
import type { Options } from './words.ts';

export async function bench({ json }: Options): Promise<void> {
  const site = await buildSite();
  printRows([{ case: 'ten experiments', seconds: site.seconds, exitCode: site.exitCode }], json);
  await site.remove();
}
