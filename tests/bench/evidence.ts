/**
 * What a whole experiment with all its evidence takes, from a trained model that ships (`case=quotes`, or another manifest's
 * name): seconds by the clock, seconds of processor time over all cores, and the largest memory that was resident, MB. PyTorch has
 * nothing to set beside it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './outcome.ts';
import { median } from './table.ts';
import type { Options } from './words.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Written by the process itself as it ends; what it starts counts too, once it has ended. */
const report = (to: string): string =>
  `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
writeFileSync(${JSON.stringify(to)}, JSON.stringify({ MB: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 })); });`)}`;

async function once(name: string): Promise<{ seconds: number; processor: number; MB: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const used = join(folder, 'used.json');
  const words = [
    join('experiments', `${name}.yaml`),
    `runs=${join(folder, 'runs')}`,
    `results=${join(folder, 'results')}`,
  ];
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', report(used), 'runner/start.mjs', 'experiment', ...words], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`bench: the experiment ${name} ended with code ${code}`);
  const { cpu, MB } = JSON.parse(await readFile(used, 'utf8'));
  await rm(folder, { recursive: true, force: true });
  return { seconds, processor: cpu, MB };
}

export async function bench({ cases: asked, rounds }: Options): Promise<Outcome> {
  const rows = [];
  for (const name of asked.length === 0 ? ['quotes'] : asked) {
    const all: Awaited<ReturnType<typeof once>>[] = [];
    for (let round = 0; round < rounds; round++) all.push(await once(name));
    const over = (value: (each: (typeof all)[number]) => number) => median(all.map(value));
    rows.push({
      case: name,
      seconds: over((each) => each.seconds),
      processor: over((each) => each.processor),
      MB: over((each) => each.MB),
    });
  }
  return { rows };
}
