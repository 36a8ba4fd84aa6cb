/** `npm run export-model`: writes a model for other programs. */

import { basename, join, resolve } from 'node:path';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import { modelFolder, noSuchModel } from '../../core/find-model.ts';
import { both } from '../../core/format.ts';
import { exists } from '../../core/paths.ts';
import { checkpointOf } from '../../experiment/kept-models.ts';
import { encodeForPytorch, encodeOnnx, pytorchLines } from '../../io/convert/export.ts';
import { type Checkpoint, loadCheckpoint, modelFile } from '../../nn/models/checkpoint.ts';
import { readerOf } from '../../nn/models/reading.ts';
import { flag, folder, needed, oneOf, optional } from './keys.ts';
import { checkFree } from './replacing.ts';
import { printLines, shownPath } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

const formats = ['safetensors', 'onnx'] as const;

export const takes = {
  subject: needed(
    '<name>',
    'the name of a model: a folder in models, an experiment in runs, or the path of a checkpoint',
  ),
  keys: {
    as: oneOf(formats, 'the format'),
    to: optional('<file>', 'the file to write (<name>.<format>)'),
    models: folder('models', 'where models lie'),
    runs: folder('runs', 'where experiments keep their models'),
    overwrite: flag('replaces a file of that name'),
  },
  example: 'npm run export-model stories-lstm as=onnx',
} satisfies Takes;

export async function run({ subject: name, given }: WordsOf<typeof takes>): Promise<void> {
  const format = given.as;
  const from = await folderOf(name, given.models, given.runs);
  const to = resolve(given.to ?? `${basename(name)}.${format}`);
  const place = shownPath(to);
  if (!given.overwrite) await checkFree('file', to, 'Choose another with to=<file>, or add overwrite=true');
  const checkpoint = await loadCheckpoint(from);
  const bytes = format === 'onnx' ? encodeOnnx(checkpoint) : encodeForPytorch(checkpoint);
  await writeFileAtomic(to, bytes);
  const how = format === 'onnx' ? aboutOnnx(checkpoint) : aboutSafetensors(checkpoint, place);
  printLines([`${place}: ${(bytes.length / 1e6).toPrecision(3)} MB.`, ...how]);
}

async function folderOf(name: string, models: string, runs: string): Promise<string> {
  const places = [join(models, name), checkpointOf(join(runs, name)), name].map((place) => resolve(place));
  for (const place of places) if (await exists(join(place, modelFile))) return place;
  const home = process.cwd();
  const shipped = modelFolder(name, home);
  if (shipped !== null) return shipped;
  throw noSuchModel(name, { home, lookedIn: places.map(shownPath).join(', ') });
}

function aboutOnnx({ architecture }: Checkpoint): string[] {
  const { layers } = architecture;
  const states = both(Object.keys(readerOf(architecture).states).filter((name) => name.endsWith('.1')));
  return [
    `One step: token (int64 [streams]) and the state before it go in (${states} as ${states.replaceAll('.1', '.1.before')}, zeros at first${layers > 1 ? `, likewise of layers 2 to ${layers}` : ''}).`,
    'Every component of every layer, logits and probability come out; the vocabulary is in the metadata, as JSON.',
  ];
}

function aboutSafetensors(checkpoint: Checkpoint, place: string): string[] {
  const lines = pytorchLines(checkpoint, place);
  if (lines === null) return ['Note: no layer of PyTorch computes what this one does.'];
  return ['PyTorch loads it by:', ...lines.map((line) => `  ${line}`)];
}
