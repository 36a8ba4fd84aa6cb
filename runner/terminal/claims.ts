/**
 * The evidence for the terminal and for files: each claim on a line, its verdict first, then its rungs in words.
 * Pure: returns text, writes nothing.
 */
import ansis from 'ansis';
import { rungWords } from '../ladder/rungs/rungs.ts';
import {
  type Claim,
  type Evidence,
  type RungName,
  type RungStatus,
  verdictLevels,
} from '../results/evidence-schema.ts';
import { visible } from './visible.ts';
import { wrapped } from './wording.ts';

export interface ClaimsOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

/** A mark each, so that colour is never alone. */
const marks: Readonly<Record<RungStatus, string>> = {
  passed: '✔',
  failed: '✖',
  'not applicable': '∅',
  'not testable': '–',
  'not run': '·',
};

const names: Readonly<Record<RungName, string>> = {
  effect: 'effect',
  chance: 'chance',
  heldOut: 'held out',
  learned: 'learned',
  context: 'context',
  used: 'used',
  replicated: 'replicated',
};

/** Above this many, only those that get furthest are printed; all are in claims.json. */
const largestList = 12;

/** Ends in a line break; empty when there is no claim. */
export function renderClaims(
  { claims, discovery, confirmation, steps }: Evidence,
  { width, colour }: ClaimsOptions,
): string {
  if (claims.length === 0) return '';
  const height = ({ verdict }: Claim): number => verdictLevels.indexOf(verdict.level);
  const order = [...claims].sort((a, b) => height(b) - height(a) || Number(b.lead) - Number(a.lead));
  const shown = claims.length <= largestList ? order : order.slice(0, largestList);
  const counts = shown.length < claims.length ? `, the ${shown.length} that got furthest of ${claims.length}` : '';
  const soFar = steps.done < steps.of ? `, ${steps.done} of ${steps.of} steps done` : '';
  const head = `Evidence (chosen on ${discovery.documents} documents, tested on ${confirmation.documents} others${counts}${soFar}):`;
  const lines = shown.flatMap((claim) => [
    ...wrapped(visible(`${claim.verdict.phrase}: ${claim.headline}`), Math.max(20, width)),
    ...wrapped(`neuron ${claim.neuron}, ${visible(claim.feature)}: ${rungsOf(claim)}`, Math.max(20, width - 2)).map(
      (line) => `  ${painted(line, colour)}`,
    ),
  ]);
  const legend = `${rungWords.length} rungs: ${Object.entries(marks)
    .map(([status, mark]) => `${mark} ${status}`)
    .join(', ')}. The page explains each.`;
  return `${[...wrapped(head, width), ...lines, ...wrapped(legend, width)].join('\n')}\n`;
}

/** 'effect ✔, chance ✔, ...'; the spaces inside do not break, so that a mark stays with its rung. */
const rungsOf = ({ rungs }: Claim): string =>
  rungWords.map(({ name }) => `${names[name].replace(' ', '\u00a0')}\u00a0${marks[rungs[name].status]}`).join(', ');

function painted(line: string, colour: boolean): string {
  const spaced = line.replaceAll('\u00a0', ' ');
  if (!colour) return spaced;
  return spaced.replaceAll(marks.passed, ansis.green(marks.passed)).replaceAll(marks.failed, ansis.red(marks.failed));
}
