/**
 * The evidence for the terminal and for files: each claim on a line, its verdict first, then its rungs in words.
 * Pure: returns text, writes nothing.
 */
import ansis from 'ansis';
import { both, counted } from '../core/words.ts';
import { verdictLevels } from '../results/claim-schema.ts';
import type { Claim, Evidence } from '../results/evidence-schema.ts';
import { type RungName, rungLabels, rungNames } from '../results/names-schema.ts';
import type { RungStatus } from '../results/rungs-schema.ts';
import type { Result } from '../results/schema.ts';
import { documentLines } from '../words/document-labels.ts';
import { evidenceNotes } from '../words/exposure.ts';
import { fallsSentence } from '../words/falls.ts';
import { neuronNamed } from '../words/neuron-name.ts';
import { probeSentence } from '../words/probe.ts';
import { reasonSentence } from '../words/reasons.ts';
import { signLegend, statusSigns } from '../words/rungs.ts';
import { headline, verdictPhrase } from '../words/verdict.ts';
import { visible } from './visible.ts';
import { wrapped } from './wording.ts';

export interface ClaimsOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

/** 'held out' */
const label = (name: RungName): string => rungLabels[name].toLowerCase();

/** Above this many, only those that get furthest are printed; all are in claims.json. */
const largestList = 12;

/** Ends in a line break; empty when there is no claim. */
export function renderClaims(
  { claims, probes, documentLabels, discovery, confirmation, swapped, steps }: Evidence,
  exposure: Result['observation']['exposure'],
  { width, colour }: ClaimsOptions,
): string {
  if (claims.length + documentLabels.length === 0) return '';
  const height = ({ verdict }: Claim): number => verdictLevels.indexOf(verdict.level);
  const order = [...claims].sort((a, b) => height(b) - height(a) || Number(b.lead) - Number(a.lead));
  const shown = claims.length <= largestList ? order : order.slice(0, largestList);
  const counts = shown.length < claims.length ? `, the ${shown.length} that got furthest of ${claims.length}` : '';
  const soFar = steps.done < steps.of ? `, ${steps.done} of ${counted(steps.of, 'step')} done` : '';
  // Of few documents each is in both halves: one half of its segments chooses, the other tests.
  const halves =
    swapped === 'documents'
      ? `chosen on ${counted(discovery.documents, 'document')}, tested on ${confirmation.documents} others`
      : `chosen on ${counted(discovery.segments, 'segment')}, tested on ${confirmation.segments} others of the same documents`;
  const head = `Evidence (${halves}${counts}${soFar}):`;
  const lines = shown.flatMap((claim) => [
    ...wrapped(visible(`${verdictPhrase(claim)}: ${headline(claim)}`), Math.max(20, width)),
    ...wrapped(`${neuronNamed(claim)}, ${visible(claim.feature)}: ${rungsOf(claim)}`, Math.max(20, width - 2)).map(
      (line) => `  ${painted(line, colour)}`,
    ),
    ...placeOf(claim).flatMap((line) => wrapped(visible(line), Math.max(20, width - 2)).map((each) => `  ${each}`)),
  ]);
  const legend = `${rungNames.length} rungs: ${signLegend}. The page explains each.`;
  const reasons = [
    ...reasonsOf(shown),
    ...documentLines(documentLabels),
    ...probes.map(probeSentence),
    ...evidenceNotes(exposure, { swapped }),
  ].flatMap((line) => wrapped(visible(line), Math.max(20, width)));
  return `${[...wrapped(head, width), ...lines, ...reasons, ...wrapped(legend, width)].join('\n')}\n`;
}

/** Where the effect falls, if it is known: one sentence. */
const placeOf = ({ falls, rungs, says }: Claim): string[] =>
  falls === null || rungs.used.measured === null ? [] : [fallsSentence(falls, rungs.used.measured.flip, says)];

/** A line for each feature: what its leading claim says. Ends in a line break; empty when there is no claim. */
export function renderLeads({ claims }: Evidence, { width }: Pick<ClaimsOptions, 'width'>): string {
  return claims
    .filter(({ lead }) => lead)
    .flatMap((claim) => wrapped(visible(headline(claim)), Math.max(20, width - 2)))
    .map((line) => `  ${line}\n`)
    .join('');
}

/** Why rungs were not run or could not be: each reason once, with the rungs that it kept. */
function reasonsOf(claims: readonly Claim[]): string[] {
  const byReason = new Map<string, { status: RungStatus; rungs: Set<string> }>();
  for (const { rungs } of claims) {
    for (const name of rungNames) {
      const { status, reason: why } = rungs[name];
      if (why === null || (status !== 'not run' && status !== 'not testable')) continue;
      const reason = reasonSentence(why);
      const known = byReason.get(reason) ?? { status, rungs: new Set<string>() };
      known.rungs.add(label(name));
      byReason.set(reason, known);
    }
  }
  return [...byReason].map(([reason, { status, rungs }]) => `${statusSigns[status]} ${both(rungs)}: ${reason}`);
}

/** 'effect ✔, chance ✔, ...'; the spaces inside do not break, so that a mark stays with its rung. */
const rungsOf = ({ rungs }: Claim): string =>
  rungNames.map((name) => `${label(name).replace(' ', '\u00a0')}\u00a0${statusSigns[rungs[name].status]}`).join(', ');

function painted(line: string, colour: boolean): string {
  const spaced = line.replaceAll('\u00a0', ' ');
  if (!colour) return spaced;
  return spaced
    .replaceAll(statusSigns.passed, () => ansis.green(statusSigns.passed))
    .replaceAll(statusSigns.failed, () => ansis.red(statusSigns.failed));
}
