/**
 * Says what a command is doing, while it does it. The clock and the stream are given. On a terminal one live line is
 * rewritten in place, and each finished step stays as one line; into a pipe or a log only notes are written, and how far long
 * work is, once a minute.
 */
import { Ansis } from 'ansis';
import { duration, percent, roughly } from '../../core/format.ts';
import type { ColouredText, Progress, Reporter } from '../../core/reporter.ts';
import { TimeLeft } from '../../core/time-left.ts';
import { type ColourLevel, rangeOf } from './colour.ts';
import { bar, fitted } from './lines.ts';
import { passageLines } from './passage.ts';
import { visible } from './visible.ts';

export interface TerminalReporter extends Reporter {
  /** Replaces the lines that are shown below all others, each made for a width; null where nobody looks: into a pipe only notes are written. */
  show: ((lines: (width: number) => readonly string[]) => void) | null;
  /** Takes these lines away, lets something be written, and puts them back. */
  above(write: () => void): void;
}

interface ReporterOptions {
  stream: { write(text: string): unknown; columns?: number };
  /** Whether the stream is a terminal that a person looks at. */
  interactive: boolean;
  /** Of texts; none, unless said. */
  level?: ColourLevel;
  /** Milliseconds; only differences count. */
  now: () => number;
}

/** Milliseconds between two drawings of the live line: quick to the eye, slow enough for a remote terminal. */
const drawingInterval = 100;
const loggingInterval = 60_000;
const defaultColumns = 80;
const barWidth = 20;
const clearLine = '\r\x1b[2K';

/** Estimates how long a step still takes: `begin` starts a step, and `timeLeft` gives its remaining time in words. */
function stepTimer(now: () => number) {
  let estimate = new TimeLeft();
  let marked = Number.NEGATIVE_INFINITY;
  let left: number | null = null;
  return {
    begin() {
      estimate = new TimeLeft();
      marked = Number.NEGATIVE_INFINITY;
      left = null;
    },
    /** Estimates anew as often as the line could be drawn. */
    timeLeft(progress: Progress): string {
      if (now() - marked >= drawingInterval) {
        marked = now();
        left = estimate.at(marked / 1000, shareOf(progress));
      }
      return left === null ? '' : `, ${progress.mayEndEarly ? 'at most' : 'about'} ${roughly(left)} left`;
    },
  };
}

export function terminalReporter(options: ReporterOptions): TerminalReporter {
  const { stream, interactive, now, level = 0 } = options;
  const { begin, timeLeft } = stepTimer(now);
  // The last column stays free: writing there moves some terminals to the next line.
  const width = () => (stream.columns || defaultColumns) - 1;
  const linesOf = (text: ColouredText) => colouredLines(text, { width: width(), level }).join('\n');
  if (!interactive) {
    const silent = () => {};
    let told = now();
    return {
      step: begin,
      line: silent,
      finish: silent,
      show: null,
      above: (write) => write(),
      progress(progress) {
        const time = timeLeft(progress);
        if (now() - told < loggingInterval) return;
        told = now();
        stream.write(`… ${percent(shareOf(progress), 0)} ${visible(progress.text)}${time}\n`);
      },
      note: (text) => stream.write(`${lines(text)}\n`),
      text: (text) => stream.write(`${linesOf(text)}\n`),
    };
  }
  let current: { title: string; began: number } | null = null;
  let live = '';
  let drawn = Number.NEGATIVE_INFINITY;
  let block: readonly string[] = [];
  /** Replaces the lines below all others: to the line's start, so many lines up, and everything below is wiped. */
  const show = (lines: readonly string[]) => {
    const wipe = block.length === 0 ? '' : `\r\x1b[${block.length}A\x1b[J`;
    const text = wipe + lines.map((line) => `${line}\n`).join('');
    if (text !== '') stream.write(text);
    block = lines;
  };
  /** Lets something be written above what is live, which is drawn again. */
  const above = (write: () => void) => {
    const lines = block;
    show([]);
    if (live !== '') stream.write(clearLine);
    write();
    if (live !== '') stream.write(live);
    show(lines);
  };
  const keep = (text: string) => above(() => stream.write(`${live === '' ? clearLine : ''}${text}\n`));
  const draw = (text: string) => {
    live = fitted(text, width());
    drawn = now();
    stream.write(clearLine + live);
  };
  const end = (completed: boolean) => {
    if (current === null) return;
    const took = duration((now() - current.began) / 1000);
    stream.write(`${clearLine}${completed ? '✔' : '✖'} ${current.title} (${took})\n`);
    [current, live] = [null, ''];
  };

  return {
    step(title) {
      end(true);
      begin();
      current = { title: visible(title), began: now() };
      draw(`… ${current.title}`);
      // The first progress of a step replaces this line at once.
      drawn = Number.NEGATIVE_INFINITY;
    },
    progress(progress) {
      if (now() - drawn < drawingInterval && progress.done < progress.total) return;
      const share = shareOf(progress);
      draw(`… ${bar(share, barWidth)} ${Math.floor(share * 100)}% ${visible(progress.text)}${timeLeft(progress)}`);
    },
    line: (text) => keep(`  ${visible(text)}`),
    note: (text) => keep(lines(text)),
    text: (text) => keep(linesOf(text)),
    glance: (text) => keep(linesOf(text)),
    finish({ completed = true } = {}) {
      end(completed);
      if (live !== '') stream.write(clearLine);
      live = '';
      show([]);
    },
    show: (lines) => show(lines(width())),
    above,
  };
}

/** Notes may have several lines; each is made safe by itself. */
const lines = (text: string): string => text.split('\n').map(visible).join('\n');

const shareOf = ({ done, total }: Progress): number => (total > 0 ? Math.min(1, Math.max(0, done / total)) : 0);

/**
 * One text on the colours of one neuron, as lines; without colours the text alone.
 * @param width of the lines, columns.
 */
export function colouredLines(
  { title, tokens, values, range: filled, theme }: ColouredText,
  { width, level }: { width: number; level: ColourLevel },
): string[] {
  const drawn = level === 0 || values === null ? null : { values, range: rangeOf(filled, values) };
  const text = { tokens, carriers: new Set<number>() };
  return [
    new Ansis(level).bold(visible(title)),
    ...passageLines(text, [0, tokens.length], drawn, { width, level, theme }),
  ];
}
