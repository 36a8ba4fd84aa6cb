/**
 * `npm run doctor [seconds=2]`: tries every engine on every device, measures those that work, says why the others do
 * not and how to get them, and what `auto` takes.
 */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { Ansis } from 'ansis';
import { exitCode, InputError } from '../core/errors.ts';
import { type Candidate, candidates, isGpu } from '../engines/candidates.ts';
import { comparison, quickest, type Tried } from '../engines/engines.ts';
import { allowSoftware, tryEngine } from '../engines/trial.ts';
import { engineReport } from '../terminal/engine-report.ts';
import { terminalReporter } from '../terminal/reporter.ts';
import { wantsColour } from '../terminal/wants-colour.ts';

const usualSeconds = 2;
const mostSeconds = 60;
const usualWidth = 100;
const softwareNote = `${allowSoftware} is set: without a GPU, webgpu is computed on the CPU`;
/** Levels of the library that colours. */
const [noColours, basicColours] = [0, 1];

export async function run(words: string[]): Promise<number> {
  const seconds = secondsOf(words);
  const interactive = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  const reporter = terminalReporter({ stream: process.stderr, interactive, now: () => performance.now() });
  const tried: Tried[] = [];
  for (const candidate of candidates) {
    reporter.step(`Trying ${candidate.engine} on ${candidate.device}`);
    tried.push({ candidate, ...(await tryEngine(candidate, seconds)) });
  }
  reporter.finish();
  const report = {
    machine: `${machine()}${process.env[allowSoftware] === '1' ? `. ${softwareNote}` : ''}`,
    lines: tried.map((each) => ({
      engine: each.candidate.engine,
      device: each.candidate.device,
      outcome: each.works ? (each.tokensPerSecond ?? 0) : each.why,
    })),
    automatic: automatic(tried),
  };
  const width = Math.min(process.stdout.columns || usualWidth, usualWidth);
  const { green, red } = new Ansis(wantsColour(process.env, process.stdout) ? basicColours : noColours);
  process.stdout.write(engineReport(report, { width, works: green, fails: red }));
  return exitCode.done;
}

function secondsOf(words: readonly string[]): number {
  const given = words.map((word) => /^seconds=(\d*\.?\d+)$/.exec(word)?.[1]);
  const [seconds = usualSeconds] = given.map(Number);
  if (given.includes(undefined) || given.length > 1 || !(seconds > 0 && seconds <= mostSeconds)) {
    throw new InputError('unknown-word', {
      what: `npm run doctor does not understand "${words.join(' ')}"`,
      fix: `It takes one word: seconds=${usualSeconds}, how long each engine is measured, at most ${mostSeconds}`,
    });
  }
  return seconds;
}

function machine(): string {
  const processor = cpus()[0]?.model.trim() || 'an unnamed processor';
  const cores = availableParallelism();
  return `Node ${process.versions.node} on ${platform()} ${arch()}, ${processor}, ${cores} core${cores === 1 ? '' : 's'}`;
}

/** As the choice of `auto` is made: among the GPUs that work, if any, and the first engine on the CPU. */
function automatic(tried: readonly Tried[]): string {
  const onCpu = candidates.find((each: Candidate) => !isGpu(each));
  const contenders = tried.filter(({ candidate }) => isGpu(candidate) || candidate === onCpu);
  const best = quickest(contenders);
  if (best === null) return 'engine: auto finds nothing that works here.';
  const why = contenders.filter(({ works }) => works).length > 1 ? comparison(contenders) : 'no GPU works here';
  const { engine, device } = best.candidate;
  return `engine: auto takes ${engine} on ${device}: ${why}. Measured: training an LSTM of 128 units, 2000 tokens, 32 streams of 16.`;
}
