/** One of several pieces of work at once, for a live table. Pure. */
import { visible } from './visible.ts';

const barWidth = 10;

/** @param share of its work that is done, 0 to 1; null where that is not known. */
export const runningLine = (name: string, text: string, share: number | null): string =>
  `  running  ${bar(share)}  ${visible(name)}  ${visible(text)}`;

function bar(share: number | null): string {
  const full = share === null ? 0 : Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
}
