/**
 * What the commands have in common that run an experiment in a thread: progress on stderr, Ctrl-C, and what the program
 * knows of itself and of its command.
 */
import { asTyped } from '../../core/installation.ts';
import { quoted } from '../../core/shell-words.ts';
import type { BackgroundHost } from '../../experiment/background.ts';
import { circumstancesOf } from '../../experiment/circumstances.ts';
import type { TerminalReporter } from '../terminal/reporter.ts';
import { stderrReporter } from './streams.ts';

/**
 * Windows knows no SIGTERM; it sends SIGBREAK for Ctrl-Break and SIGHUP when the window is closed, and then waits some
 * seconds. Elsewhere SIGHUP is left alone: `nohup` ignores it on purpose.
 */
const asksToStop: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM'];

/**
 * @param name of the command, and @param words that it was given, for the result's provenance.
 * @returns what the job returns, when its last step is shown as done; the first Ctrl-C asks it to stop, a second one ends
 * the process at once.
 */
export async function inForeground<Outcome>(
  name: string,
  words: readonly string[],
  job: (host: BackgroundHost & { reporter: TerminalReporter }) => Promise<Outcome>,
): Promise<Outcome> {
  const cwd = process.cwd();
  const reporter = stderrReporter();
  const interruption = new AbortController();
  const onInterrupt = () => {
    reporter.note('Stopping; press again to end at once');
    interruption.abort();
  };
  // The second time nobody listens, and the system ends the process.
  for (const signal of asksToStop) process.once(signal, onInterrupt);
  try {
    const outcome = await job({
      cwd,
      reporter,
      interruption: interruption.signal,
      circumstances: await circumstancesOf(commandOf(name, words), cwd),
    });
    reporter.finish();
    return outcome;
  } catch (error) {
    reporter.finish({ completed: false });
    throw error;
  } finally {
    for (const signal of asksToStop) process.off(signal, onInterrupt);
  }
}

/** A command as it is typed, for a result's provenance. */
export const commandOf = (name: string, words: readonly string[]): string =>
  [asTyped(`npm run ${name}`), ...words.map(quoted)].join(' ');
