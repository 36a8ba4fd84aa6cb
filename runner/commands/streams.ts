/** This process' terminal, as the commands use it: what is going on on one stream, findings in colour on the other. */
import { Ansis } from 'ansis';
import type { Reporter } from '../core/reporter.ts';
import { terminalReporter } from '../terminal/reporter.ts';
import { wantsColour } from '../terminal/wants-colour.ts';

/** Levels of the library that colours. */
const [noColours, basicColours] = [0, 1];

/** Says on stderr what the command is doing. */
export function stderrReporter(): Reporter {
  const interactive = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  return terminalReporter({ stream: process.stderr, interactive, now: () => performance.now() });
}

/** Colours what goes to stdout, if that is wanted. */
export const stdoutColours = (): Ansis =>
  new Ansis(wantsColour(process.env, process.stdout) ? basicColours : noColours);
