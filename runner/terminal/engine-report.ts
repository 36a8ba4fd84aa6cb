/** The report of `npm run doctor`: which engines work on which devices, how fast, and why the others do not. Pure. */
import stringWidth from 'string-width';
import { integer } from '../core/words.ts';
import { wrapped } from './wording.ts';

export interface EngineLine {
  engine: string;
  device: string;
  /** Tokens trained per second, or why it does not work (and how to get it). */
  outcome: number | string;
}

export interface EngineReport {
  /** Node, system, processor. */
  machine: string;
  lines: readonly EngineLine[];
  /** What `auto` takes, and why. */
  automatic: string;
}

export interface ReportStyle {
  width: number;
  works(text: string): string;
  fails(text: string): string;
}

const headings = ['engine', 'device', 'works', 'tokens/s'] as const;
const indent = '  ';

export function engineReport({ machine, lines, automatic }: EngineReport, style: ReportStyle): string {
  const rows = lines.map(({ engine, device, outcome }) => [
    engine,
    device,
    typeof outcome === 'number' ? 'yes' : 'no',
    typeof outcome === 'number' ? integer(outcome) : '',
  ]);
  const widths = headings.map((heading, i) =>
    Math.max(...[heading, ...rows.map((row) => row[i] ?? '')].map((cell) => stringWidth(cell))),
  );
  const row = (cells: readonly string[]) => {
    const [engine = '', device = '', works = '', speed = ''] = cells.map((cell, i) =>
      i === cells.length - 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    const paint = works.startsWith('yes') ? style.works : works.startsWith('no') ? style.fails : (text: string) => text;
    return [engine, device, paint(works), speed].join(indent).trimEnd();
  };
  const reasons = lines.flatMap(({ engine, device, outcome }) => {
    if (typeof outcome === 'number') return [];
    const text = wrapped(outcome.trim(), style.width - indent.length).map((line) => indent + line);
    return ['', `${engine} on ${device}`, ...text];
  });
  return [
    ...wrapped(machine, style.width),
    '',
    row(headings),
    ...rows.map(row),
    ...reasons,
    '',
    ...wrapped(automatic, style.width),
    '',
  ].join('\n');
}
