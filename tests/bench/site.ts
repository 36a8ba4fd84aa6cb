/**
 * What building the site takes: from the synthetic experiments of the tests (`case=tests`), and from a hundred of 672
 * neurons by 406 tokens in six components, with all their tests (`case=hundred`). Seconds by the clock, seconds of
 * processor time over all cores, and the largest memory that was resident, MB.
 */
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSite } from '../browser/build-site.ts';
import { type Case, cases } from '../fixtures/results/cases.ts';
import type { Outcome } from './outcome.ts';
import type { Options } from './words.ts';

const [lstm] = cases.filter(({ id }) => id === 'lstm-dots');
const whole: Case[] = lstm
  ? [{ ...lstm, components: ['output', 'hidden', 'cell', 'input', 'forget', 'candidate'] }]
  : [];
const subjects: Record<string, () => ReturnType<typeof buildSite>> = {
  tests: () => buildSite(),
  hundred: () => buildSite(whole, copies),
};

/** Makes a hundred of the one result; only their names differ. */
async function copies(publicDirectory: string): Promise<void> {
  const results = join(publicDirectory, 'results');
  const first = join(results, 'lstm-dots');
  const result = JSON.parse(await readFile(join(first, 'result.json'), 'utf8'));
  for (let number = 1; number < 100; number += 1) {
    const id = `lstm-dots-${number}`;
    await cp(first, join(results, id), { recursive: true });
    const named = { ...result, id, title: `${result.title}, ${number}` };
    await writeFile(join(results, id, 'result.json'), JSON.stringify(named));
  }
  await rename(first, join(results, 'lstm-dots-0'));
  await writeFile(join(results, 'lstm-dots-0', 'result.json'), JSON.stringify({ ...result, id: 'lstm-dots-0' }));
}

/** Said by the build itself as it ends. */
const mark = 'resources of the build: ';
const report = `process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log('${mark}' + JSON.stringify({ MB: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 })); })`;

export async function bench({ cases: wanted }: Options): Promise<Outcome> {
  process.env.NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(report)}`;
  const rows = [];
  for (const [name, build] of Object.entries(subjects)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const site = await build();
    const line = site.output.split('\n').find((each) => each.startsWith(mark));
    const { MB, cpu } = JSON.parse(line?.slice(mark.length) ?? '{}');
    rows.push({ case: name, seconds: site.seconds, processor: cpu, MB, exitCode: site.exitCode });
    await site.remove();
  }
  return { rows };
}
