/** `npm run experiment`: runs one experiment and shows what it found. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { writeWhole } from '../core/atomic-files.ts';
import { exitCode } from '../core/errors.ts';
import { runInBackground } from '../experiment/background.ts';
import type { Outcome } from '../experiment/run.ts';
import { loadManifest } from '../manifest/load.ts';
import { renderClaims } from '../terminal/claims.ts';
import { terminalReporter } from '../terminal/reporter.ts';
import { renderTable } from '../terminal/table.ts';
import { visible } from '../terminal/visible.ts';
import { wantsColour } from '../terminal/wants-colour.ts';
import { needed } from './keys.ts';
import { described, readWords } from './words.ts';

export const description = described({
  command: 'npm run experiment',
  summary: 'runs an experiment and shows what it found',
  subject: needed('<manifest>', 'the path of a manifest, as experiments/lstm-dots.yaml'),
  keys: {},
  others: { shown: 'key=value ...', about: 'any key of the manifest, set anew: seed=3', accepts: () => true },
  example: 'npm run experiment experiments/lstm-dots.yaml seed=3 model.units=128',
});

/** Width of the tables that are kept as files. */
const savedWidth = 100;

export async function run(words: string[]): Promise<number> {
  const { subject: path, others: overrides } = readWords(description, words);
  const cwd = process.cwd();
  const loaded = await loadManifest(path, overrides, cwd);
  const interactive = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  const reporter = terminalReporter({ stream: process.stderr, interactive, now: () => performance.now() });

  const interruption = new AbortController();
  const onInterrupt = () => interruption.abort();
  // Once: a second Ctrl-C ends the process at once.
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  try {
    const outcome = await runInBackground(loaded, {
      cwd,
      reporter,
      onInterrupt: (stop) => interruption.signal.addEventListener('abort', stop),
      circumstances: {
        versions: versions(),
        commit: await commit(cwd),
        command: ['npm run experiment', ...words.map(quoted)].join(' '),
      },
    });
    reporter.finish();
    await show(outcome, loaded.manifest.theme, cwd);
    return exitCode.done;
  } catch (error) {
    reporter.finish({ completed: false });
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

async function show({ result, directory, run, shown }: Outcome, theme: 'dark' | 'light', cwd: string): Promise<void> {
  const activationsOf = (text: 'observed' | 'sampled', neuron: number) => shown[text][neuron] ?? [];
  const table = (width: number, colour: boolean) => {
    const claims = result.evidence === null ? '' : renderClaims(result.evidence, { width, colour });
    return [renderTable(result, activationsOf, { width, colour, theme }), claims]
      .filter((part) => part !== '')
      .join('\n');
  };
  await writeWhole(join(run, 'table.ans'), table(savedWidth, true));
  await writeWhole(join(run, 'table.txt'), table(savedWidth, false));

  const colour = wantsColour(process.env, process.stdout);
  process.stdout.write(table(process.stdout.columns || savedWidth, colour));
  const where = (path: string) => visible(relative(cwd, path) || '.');
  const exposure =
    result.observation.exposure === 'held out' ? 'held-out text' : 'text that may have been in the training data';
  const perplexity = result.observation.perplexity?.toPrecision(3) ?? 'unknown';
  process.stdout.write(
    `\nPerplexity ${perplexity} a token on ${result.observation.tokens} tokens of ${exposure}.\n` +
      `Result: ${where(directory)}  Tables and recording: ${where(run)}\n` +
      `${siteHint(directory, cwd, where)}, then open /experiments/${result.id}/\n`,
  );
}

/** The command that shows a result: the site reads the folder `results` of its public folder. */
function siteHint(directory: string, cwd: string, where: (path: string) => string): string {
  const results = dirname(directory);
  if (results === join(cwd, 'public', 'results')) return 'Look at it: npm run site';
  if (basename(results) === 'results') return `Look at it: npm run site public=${where(dirname(results))}`;
  return 'To look at it, move it to public/results, run npm run site';
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string) => (require(name) as { version: string }).version;
  return {
    'rnn-atlas': versionOf('../../package.json'),
    node: process.versions.node,
    'onnxruntime-node': versionOf('onnxruntime-node/package.json'),
  };
}

async function commit(cwd: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd });
    return stdout.trim();
  } catch {
    // No git, or no repository: the result says null.
    return null;
  }
}

const quoted = (word: string): string => (/^[\w./=+:,@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
