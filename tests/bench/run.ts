/**
 * `npm run bench <what> [case=a] [json=true] [rounds=6] [seconds=3] [to=<file>]`: measures training, sampling, recording, reading,
 * evidence, the profile of a training step, or what time and memory grow with (size), on this machine; the first three side by side
 * with PyTorch where Python has it.
 */

import { pythonWithTorch } from './contestants.ts';
import { keep, type Outcome, thisMachine } from './outcome.ts';
import { printRows, say } from './table.ts';
import { parseWords } from './words.ts';

const subjects: Readonly<
  Record<string, () => Promise<{ bench(options: ReturnType<typeof parseWords>): Promise<Outcome> }>>
> = {
  training: () => import('./training.ts'),
  sampling: () => import('./sampling.ts'),
  recording: () => import('./recording.ts'),
  reading: () => import('./reading.ts'),
  profile: () => import('./profile.ts'),
  evidence: () => import('./evidence.ts'),
  size: () => import('./size.ts'),
};
const besidePytorch = ['training', 'sampling', 'recording'];

const [what = 'training', ...words] = process.argv.slice(2);
const subject = subjects[what];
if (subject === undefined) {
  say(`There is no benchmark "${what}"; there are ${Object.keys(subjects).join(', ')}.`);
  process.exit(2);
}
const options = parseWords(words);
const { json, to, beside } = options;
if (!json && besidePytorch.includes(what) && beside === undefined && pythonWithTorch() === null)
  say('Python has no PyTorch here (Debian: apt-get install python3-torch libopenblas0-openmp).');
const machine = await thisMachine();
const outcome = await (await subject()).bench(options);
if (!json && outcome.products !== undefined) {
  const { ours, pytorch } = outcome.products;
  for (const each of [ours, ...(pytorch === null ? [] : [pytorch])])
    say(`Matrix products: ${each.gflops.toFixed(0)} GFLOP/s by ${each.library}`);
}
printRows(outcome.rows, json);
if (!json) for (const note of outcome.notes ?? []) say(note);
if (to !== undefined) {
  const told = words.filter((word) => !/^(to|json)=/.test(word));
  const command = ['npm run bench', what, ...told].join(' ');
  const { parts = { [what]: outcome.rows }, notes: _, ...rest } = outcome;
  const date = new Date().toISOString().slice(0, 10);
  for (const [name, rows] of Object.entries(parts)) await keep(to, name, { command, date, machine, ...rest, rows });
}
