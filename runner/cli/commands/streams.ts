/** This process' terminal, as the commands use it: what is going on on one stream, findings in colour on the other. */
import { WriteStream } from 'node:tty';
import { Ansis } from 'ansis';
import { pathFrom } from '../../core/paths.ts';
import type { ColourLevel } from '../terminal/colour.ts';
import { type TerminalReporter, terminalReporter } from '../terminal/reporter.ts';
import { visible } from '../terminal/visible.ts';

/**
 * How to colour what goes to a stream. The convention of no-color.org; FORCE_COLOR overrides a pipe: 1 for 16 colours, 2 for 256,
 * 3 for all.
 */
export function colourLevel(environment: NodeJS.ProcessEnv, stream: { isTTY?: boolean }): ColourLevel {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  const isForced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  if (NO_COLOR || (!isForced && (stream.isTTY !== true || TERM === 'dumb'))) return 0;
  const bits = WriteStream.prototype.getColorDepth(environment);
  return bits >= 24 ? 3 : bits >= 8 ? 2 : 1;
}

/** Columns of a terminal, or those that COLUMNS asks for; undefined: nobody says. */
export function widthOf({ COLUMNS }: NodeJS.ProcessEnv, stream: { columns?: number }): number | undefined {
  return stream.columns || (/^[1-9]\d{0,3}$/.test(COLUMNS ?? '') ? Number(COLUMNS) : undefined);
}

export function stderrReporter(): TerminalReporter {
  return terminalReporter({
    stream: process.stderr,
    interactive: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    level: colourLevel(process.env, process.stderr),
    now: () => performance.now(),
  });
}

/** Colours what goes to stdout, if that is wanted. */
export const stdoutColours = (): Ansis => new Ansis(colourLevel(process.env, process.stdout));

/** A path from the current folder, as messages tell it. */
export const shownPath = (path: string): string => visible(pathFrom(process.cwd(), path));

/** Prints what may hold names and texts of others. */
export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''));
};
