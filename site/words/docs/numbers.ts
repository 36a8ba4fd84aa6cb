/**
 * Which commands print the numbers of a page: read from the comments behind them (CONTRIBUTING.md, Documentation). Pure.
 */
import { both } from '../../../runner/core/words.ts';

/** Files that are no result of an experiment, and what writes them. */
const writers: Readonly<Record<string, string>> = { 'public/calibration.json': 'npm run calibrate' };

const comment = /<!-- (=|by) (.+?) -->/g;

export function commandsOf(text: string): string[] {
  const found = [...text.matchAll(comment)].map(([, kind, source = '']) => {
    if (kind === 'by') return source;
    const name = source.split(': ')[0] ?? '';
    return name.endsWith('.json') ? writers[name] : `npm run experiment experiments/${name}.yaml`;
  });
  return [...new Set(found.filter((command) => command !== undefined))];
}

/** A paragraph for the end of the page; empty where no number has a source. */
export function numbersNote(text: string): string {
  const commands = commandsOf(text);
  if (commands.length === 0) return '';
  return `\n\n*The measured numbers on this page are printed by ${both(commands.map((each) => `\`${each}\``))}.*\n`;
}
