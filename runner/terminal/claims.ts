/**
 * The evidence for the terminal and for files: each claim with its rungs and the sentence that says how far it holds.
 * Pure: returns text, writes nothing.
 */
import ansis from 'ansis';
import { type Claim, type Evidence, type RungStatus, rungNames } from '../results/evidence-schema-1.ts';
import { visible } from './visible.ts';
import { wrapped } from './wording.ts';

export interface ClaimsOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

/** A mark and a word each, so that colour is never alone. */
const marks: Readonly<Record<RungStatus, string>> = {
  passed: '✔',
  failed: '✖',
  'not testable': '–',
  'not run': '·',
};

/** Above this many, only those that get furthest are printed; all are in claims.json. */
const most = 12;

/** Ends in a line break; empty when there is no claim. */
export function renderClaims({ claims, discovery, confirmation }: Evidence, { width, colour }: ClaimsOptions): string {
  if (claims.length === 0) return '';
  const shown = claims.length <= most ? claims : [...claims].sort((a, b) => passed(b) - passed(a)).slice(0, most);
  const counts = shown.length < claims.length ? `, the ${shown.length} that got furthest of ${claims.length}` : '';
  const head = `Evidence (chosen on ${discovery.documents} documents, tested on ${confirmation.documents} others${counts}):`;
  const lines = shown.flatMap((claim) => [
    badge(claim, colour),
    ...wrapped(visible(claim.sentence), Math.max(20, width - 2)).map((line) => `  ${line}`),
  ]);
  const legend = `${rungNames.length} rungs: ${marks.passed} passed, ${marks.failed} failed, ${marks['not testable']} not testable, ${marks['not run']} not run. The page explains each.`;
  return `${[...wrapped(head, width), ...lines, ...wrapped(legend, width)].join('\n')}\n`;
}

const passed = ({ rungs }: Claim): number => rungNames.filter((name) => rungs[name].status === 'passed').length;

function badge({ neuron, feature, rungs }: Claim, colour: boolean): string {
  const rung = (name: (typeof rungNames)[number]): string => {
    const { status } = rungs[name];
    const text = `${name} ${marks[status]}`;
    if (!colour) return text;
    return status === 'passed' ? ansis.green(text) : status === 'failed' ? ansis.red(text) : ansis.dim(text);
  };
  return `neuron ${neuron}, ${visible(feature)}: ${rungNames.map(rung).join('  ')}`;
}
