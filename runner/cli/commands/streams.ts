/** This process' terminal, as the commands use it: what is going on on one stream, findings in colour on the other. */
import { WriteStream } from 'node:tty';
import { Ansis } from 'ansis';
import type { Reporter } from '../../core/reporter.ts';
import type { ColourLevel } from '../terminal/colour.ts';
import { terminalReporter } from '../terminal/reporter.ts';

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

const isInteractive = (): boolean => process.stderr.isTTY === true && process.env.TERM !== 'dumb';

/** Says on stderr what the command is doing. */
export function stderrReporter(): Reporter {
  return terminalReporter({
    stream: process.stderr,
    interactive: isInteractive(),
    level: colourLevel(process.env, process.stderr),
    now: () => performance.now(),
  });
}

/** Colours what goes to stdout, if that is wanted. */
export const stdoutColours = (): Ansis => new Ansis(colourLevel(process.env, process.stdout));

/** What is shown of several pieces of work while they run. */
export interface LiveDisplay {
  reporter: Reporter;
  /** Replaces the lines that are shown, each made for a width; null where nobody looks: into a pipe only notes are written. */
  show: ((lines: (width: number) => readonly string[]) => void) | null;
  /** Takes the lines away, lets something be written, and puts them back. */
  above(write: () => void): void;
  clear(): void;
}

/** A live table on stderr, with the reporter's lines above it. */
export function liveDisplay(reporter: Reporter): LiveDisplay {
  if (!isInteractive()) return { reporter, show: null, above: (write) => write(), clear: () => {} };
  const block = liveBlock(process.stderr);
  return {
    reporter: {
      ...reporter,
      line: (text) => block.above(() => reporter.line(text)),
      note: (text) => block.above(() => reporter.note(text)),
    },
    show: (lines) => block.show(lines((process.stderr.columns || 80) - 1)),
    above: (write) => block.above(write),
    clear: () => block.clear(),
  };
}

export interface LiveBlock {
  /** Replaces the lines; each must fit the width. */
  show(lines: readonly string[]): void;
  /** Takes the lines away, writes, and puts them back. */
  above(write: () => void): void;
  clear(): void;
}

/** To the line's start, so many lines up, and everything below is wiped. */
const wipe = (lines: number): string => (lines === 0 ? '' : `\r\x1b[${lines}A\x1b[J`);

function liveBlock(stream: { write(text: string): unknown }): LiveBlock {
  let shown: readonly string[] = [];
  const draw = (lines: readonly string[]) => {
    stream.write(wipe(shown.length) + lines.map((line) => `${line}\n`).join(''));
    shown = lines;
  };
  return {
    show: draw,
    above(write) {
      const lines = shown;
      draw([]);
      write();
      draw(lines);
    },
    clear: () => draw([]),
  };
}
