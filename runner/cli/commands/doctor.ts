/**
 * `npm run doctor`: tries every engine on every device, measures those that work, says why the others do not, and what
 * `auto` takes.
 */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { counted, integer } from '../../core/words.ts';
import { type Candidate, candidates, isGpu } from '../../nn/engines/candidates.ts';
import { type CandidateTrial, comparison, quickest } from '../../nn/engines/engines.ts';
import { largeTraining, smallTraining } from '../../nn/engines/measure.ts';
import { allowSoftware } from '../../nn/engines/native-settings.ts';
import { tryEngine } from '../../nn/engines/trial.ts';
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
  const trials = new Map<Candidate, CandidateTrial>();
  const working = () => [...trials.values()].some(({ works, candidate }) => works && isGpu(candidate));
  // GPUs first: where one works, what it competes with is measured at the large training too.
  for (const candidate of candidates.toSorted((a, b) => Number(isGpu(b)) - Number(isGpu(a)))) {
    reporter.step(`Trying ${candidate.engine} on ${candidate.device}`);
    const competes = isGpu(candidate) || (candidate === onCpu && working());
    const work = competes ? [smallTraining, largeTraining] : [smallTraining];
    const trial = await tryEngine(candidate, { check: true, work, seconds: given.seconds });
    trials.set(candidate, { candidate, ...trial });
  }
  reporter.finish();
  const tried = candidates.flatMap((each) => trials.get(each) ?? []);
  const width = Math.min(process.stdout.columns || defaultWidth, defaultWidth);
  process.stdout.write(`${report(tried, width).join('\n')}\n`);
}

const onCpu = candidates.find((each) => !isGpu(each));

function report(tried: readonly CandidateTrial[], width: number): string[] {
  const { green, red } = stdoutColours();
  const rows = tried.map(({ candidate: { engine, device }, ...trial }) => [
    ...[engine, device],
    ...(trial.works ? [green('yes'), integer(trial.speeds[0] ?? 0)] : [red('no'), '']),
  ]);
  const reasons = tried.flatMap(({ candidate: { engine, device }, ...trial }) => {
    if (trial.works) return [];
    const why = wrapped(trial.why.trim(), width - indent.length).map((line) => indent + line);
    return ['', `${engine} on ${device}`, ...why];
  });
  return [
    ...wrapped(machine(), width),
    '',
    ...columns([['engine', 'device', 'works', 'tokens/s'], ...rows], ['left', 'left', 'left', 'right']),
    ...reasons,
    '',
    ...wrapped(`${automatic(tried)} What each device needs is in docs/gpu.md.`, width),
  ];
}

function machine(): string {
  const processor = cpus()[0]?.model.trim() || 'an unnamed processor';
  const cores = counted(availableParallelism(), 'core');
  const software = `. ${allowSoftware} is set: without a GPU, webgpu is computed on the CPU`;
  const machine = `Node ${process.versions.node} on ${platform()} ${arch()}, ${processor}, ${cores}`;
  return `${machine}${process.env[allowSoftware] === '1' ? software : ''}`;
}

/** As `auto` chooses where much is to be computed: among the GPUs that work, if any, and the first engine on the CPU. */
function automatic(tried: readonly CandidateTrial[]): string {
  const contenders = tried.filter(({ candidate }) => isGpu(candidate) || candidate === onCpu);
  const onGpu = contenders.some(({ works, candidate }) => works && isGpu(candidate));
  const best = quickest(contenders, onGpu ? 1 : 0);
  if (best === null) return 'engine: auto finds no engine that works here.';
  const { engine, device } = best.candidate;
  const taken = `engine: auto takes ${engine} on ${device}: `;
  const column = `The column is for ${sizeOf(smallTraining)}.`;
  if (!onGpu) return `${taken}no GPU works here. ${column}`;
  return `${taken}${comparison(contenders, 1)} with ${sizeOf(largeTraining)}. Each experiment is tried at its own sizes, where a GPU can pay off. ${column}`;
}

const sizeOf = ({ architecture: { units, vocabulary }, batch, steps }: typeof smallTraining): string =>
  `training an LSTM of ${units} units, ${vocabulary} tokens, ${batch} streams of ${steps}`;
