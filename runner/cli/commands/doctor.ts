/** `npm run doctor`: tries every engine on every device, measures those that work, and says why the others do not. */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { counted, integer } from '../../core/format.ts';
import { candidates } from '../../nn/engines/engines.ts';
import { largeTraining, smallTraining } from '../../nn/engines/measure.ts';
import { allowSoftware } from '../../nn/engines/native-settings.ts';
import { type EngineTrial, tryEngine } from '../../nn/engines/trial.ts';
import { columns, wrapped } from '../terminal/lines.ts';
import { seconds } from './keys.ts';
import { stderrReporter, stdoutColours } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

const defaultWidth = 100;
const indent = '  ';

export const takes = {
  subject: null,
  keys: { seconds: seconds(2, 60, 'how long each engine is measured') },
  example: 'npm run doctor seconds=5',
} satisfies Takes;

export async function run({ given }: WordsOf<typeof takes>): Promise<void> {
  const reporter = stderrReporter();
  const tried: Tried[] = [];
  for (const { engine, device } of candidates) {
    reporter.step(`Trying ${engine} on ${device}`);
    // At the large one the plain engine would take minutes.
    const work = engine === 'reference' ? [smallTraining] : [smallTraining, largeTraining];
    const trial = await tryEngine({ engine, device, work, seconds: given.seconds });
    tried.push({ engine, device, ...trial });
  }
  reporter.finish();
  const width = Math.min(process.stdout.columns || defaultWidth, defaultWidth);
  process.stdout.write(`${report(tried, width).join('\n')}\n`);
}

type Tried = EngineTrial & { engine: string; device: string };

function report(tried: readonly Tried[], width: number): string[] {
  const { green, red } = stdoutColours();
  const rows = tried.map(({ engine, device, ...trial }) => {
    const [small, large] = trial.works ? trial.speeds.map(integer) : [];
    return [engine, device, trial.works ? green('yes') : red('no'), small ?? '', large ?? ''];
  });
  const reasons = tried.flatMap(({ engine, device, ...trial }) => {
    if (trial.works) return [];
    const why = wrapped(trial.why, width - indent.length).map((line) => indent + line);
    return ['', `${engine} on ${device}`, ...why];
  });
  const heads = ['engine', 'device', 'works', 'small', 'large'];
  return [
    ...wrapped(machine(), width),
    '',
    ...columns([heads, ...rows], ['left', 'left', 'left', 'right', 'right']),
    ...reasons,
    '',
    ...wrapped(
      `Tokens a second, small: ${sizeOf(smallTraining)}; large: ${sizeOf(largeTraining)}. engine: auto is the CPU; a GPU computes where it is named (device=webgpu). What each device needs is in docs/gpu.md.`,
      width,
    ),
  ];
}

function machine(): string {
  const processor = cpus()[0]?.model.trim() || 'an unnamed processor';
  const cores = counted(availableParallelism(), 'core');
  const software = `. ${allowSoftware} is set: without a GPU, webgpu is computed on the CPU`;
  const machine = `Node ${process.versions.node} on ${platform()} ${arch()}, ${processor}, ${cores}`;
  return `${machine}${process.env[allowSoftware] === '1' ? software : ''}`;
}

const sizeOf = ({ architecture: { units, vocabulary }, batch, steps }: typeof smallTraining): string =>
  `training an LSTM of ${units} units, ${vocabulary} tokens, ${batch} streams of ${steps}`;
