/**
 * `npm run bench <what> [case=a] [json=true] [rounds=6] [seconds=3]`: measures training, sampling, recording, reading, analysis or
 * the site's build on this machine; training and sampling side by side with PyTorch where Python has it.
 */

import { say } from './table.ts';
import { parseWords } from './words.ts';

const subjects: Readonly<
  Record<string, () => Promise<{ bench(options: ReturnType<typeof parseWords>): Promise<void> }>>
> = {
  training: () => import('./training.ts'),
  sampling: () => import('./sampling.ts'),
  recording: () => import('./recording.ts'),
  reading: () => import('./reading.ts'),
  analysis: () => import('./analysis.ts'),
  site: () => import('./site.ts'),
};

const [what = 'training', ...words] = process.argv.slice(2);
const subject = subjects[what];
if (subject === undefined) {
  say(`There is no benchmark "${what}"; there are ${Object.keys(subjects).join(', ')}.`);
  process.exit(2);
}
await (await subject()).bench(parseWords(words));
