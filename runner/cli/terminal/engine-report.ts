/** The report of `npm run doctor`: which engines work on which devices, how fast, and why the others do not. Pure. */
import { integer } from '../../core/words.ts';
import { columns } from './columns.ts';
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
    typeof outcome === 'number' ? style.works('yes') : style.fails('no'),
    typeof outcome === 'number' ? integer(outcome) : '',
  ]);
  const reasons = lines.flatMap(({ engine, device, outcome }) => {
    if (typeof outcome === 'number') return [];
    const text = wrapped(outcome.trim(), style.width - indent.length).map((line) => indent + line);
    return ['', `${engine} on ${device}`, ...text];
  });
  return [
    ...wrapped(machine, style.width),
    '',
    ...columns([headings, ...rows], ['left', 'left', 'left', 'right']),
    ...reasons,
    '',
    ...wrapped(automatic, style.width),
    '',
  ].join('\n');
}
