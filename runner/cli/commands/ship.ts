/**
 * `npm run ship`: copies the model that an experiment trained into `models/<name>`, in half precision, to be committed
 * and named by other manifests.
 */

import { dirname, join, relative, resolve } from 'node:path';
import { bytes } from '../../core/format.ts';
import { checkWritable } from '../../experiment/folders.ts';
import { checkpointOf } from '../../experiment/kept-models.ts';
import { checkpointFiles, loadCheckpoint } from '../../nn/models/checkpoint.ts';
import { parameterCountOf } from '../../nn/models/reading.ts';
import { flag, folder, modelName, needed } from './keys.ts';
import { checkFree, orReplace, replacing } from './replacing.ts';
import { printLines, shownPath } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: needed('<experiment>', 'the name of an experiment that has trained a model'),
  keys: {
    as: modelName('the name of the model'),
    runs: folder('runs', 'where experiments keep their models'),
    models: folder('models', 'where the model goes'),
    replace: flag('replaces a model of that name, which is kept beside it'),
  },
  example: 'npm run ship stories-lstm as=stories-lstm',
} satisfies Takes;

export async function run({ subject, given }: WordsOf<typeof takes>): Promise<void> {
  const to = join(resolve(given.models), given.as);
  await checkWritable('models', dirname(to), shownPath);
  const checkpoint = await loadCheckpoint(checkpointOf(resolve(given.runs, subject)));
  if (!given.replace) await checkFree('model', to, orReplace('replace'));
  const kept = await replacing(to, checkpointFiles(checkpoint, 'F16'));
  const place = relative(process.cwd(), to);
  printLines([
    ...kept,
    `${place}: ${bytes(2 * parameterCountOf(checkpoint.architecture))}. Use it in a manifest with model.checkpoint: ${place}`,
  ]);
}
