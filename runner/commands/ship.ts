/**
 * `npm run ship <experiment> as=<name> [runs=runs] [models=models]`: copies the model that an experiment trained into
 * `models/<name>`, in half precision, to be committed and named by other manifests.
 */
import { join, relative, resolve } from 'node:path';
import { exitCode, InputError } from '../core/errors.ts';
import { checkpointOf } from '../experiment/kept-models.ts';
import { parameterCount } from '../models/architecture.ts';
import { loadCheckpoint, saveCheckpoint } from '../models/checkpoint.ts';

const usage = 'For example: npm run ship stories-lstm as=stories-lstm';

export async function run(words: string[]): Promise<number> {
  const [experiment, ...rest] = words;
  const options = new Map(rest.map((word) => word.split('=', 2) as [string, string | undefined]));
  const name = options.get('as');
  if (experiment === undefined || name === undefined || !/^[A-Za-z0-9][\w.-]*$/.test(name)) {
    throw new InputError('missing-word', { what: 'It takes the name of an experiment and of the model', fix: usage });
  }
  const from = checkpointOf(resolve(options.get('runs') ?? 'runs', experiment));
  const to = join(resolve(options.get('models') ?? 'models'), name);
  const checkpoint = await loadCheckpoint(from);
  await saveCheckpoint(to, checkpoint, 'F16');
  const megabytes = (2 * parameterCount(checkpoint.architecture)) / 1e6;
  const place = relative(process.cwd(), to);
  process.stdout.write(`${place}: ${megabytes.toFixed(1)} MB. A manifest uses it by model.checkpoint: ${place}\n`);
  return exitCode.done;
}
