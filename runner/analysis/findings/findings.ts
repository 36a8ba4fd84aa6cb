/**
 * All findings of the evidence, in the order in which they are computed: what is told soon stands first. A finding is added
 * by its file, its line here and its type: it is computed, kept on disk and published where it says. Pure.
 */
import { chance, choice } from './choice.ts';
import { context } from './context.ts';
import { directEffect } from './direct-effect.ts';
import { documentLabels } from './document-labels.ts';
import { does } from './does.ts';
import { effect } from './effect.ts';
import { emergence } from './emergence.ts';
import { eventAverage } from './event-average.ts';
import { excerpts } from './excerpts.ts';
import { falls } from './falls.ts';
import type { Finding, FoundBy } from './finding.ts';
import { flips } from './flips.ts';
import { groups } from './groups.ts';
import { interchange } from './interchange.ts';
import { lagProfile } from './lags.ts';
import { labels } from './meaningless.ts';
import { rungNames } from './names-schema.ts';
import { numberCurve } from './number-curve.ts';
import { probes } from './probe.ts';
import { rivals } from './rivals.ts';
import { heldOut } from './rungs/held-out.ts';
import { learned } from './rungs/learned.ts';
import { replicated } from './rungs/replicated.ts';
import { specific } from './rungs/specific.ts';
import { used } from './rungs/used.ts';
import { shuffled, untrained } from './untrained.ts';

/** Each by its own name: the compiler does not write the whole of it down. */
type Listed = (
  | [typeof choice, typeof chance, typeof effect, typeof heldOut, typeof excerpts, typeof eventAverage]
  | [typeof directEffect, typeof context, typeof lagProfile, typeof labels, typeof untrained, typeof shuffled]
  | [typeof learned, typeof rivals, typeof documentLabels, typeof numberCurve, typeof flips, typeof specific]
  | [typeof used, typeof falls, typeof does, typeof interchange, typeof groups, typeof probes, typeof emergence]
  | [typeof replicated]
)[number];

export const findings: readonly Listed[] = [
  choice,
  chance,
  effect,
  heldOut,
  excerpts,
  eventAverage,
  directEffect,
  context,
  lagProfile,
  labels,
  untrained,
  shuffled,
  learned,
  rivals,
  documentLabels,
  numberCurve,
  flips,
  specific,
  used,
  falls,
  does,
  interchange,
  groups,
  probes,
  emergence,
  replicated,
];

/** What is found, by the finding's name; of those that were not computed nothing stands there. */
export type FoundSoFar = Partial<FoundBy<Listed>>;
export type FindingName = keyof FoundSoFar;

export const findingsOf = (level: 'full' | 'quick'): readonly Finding[] =>
  findings.filter(({ fullOnly }: Finding) => level === 'full' || fullOnly !== true);

const rungs = { heldOut, learned, specific, used, replicated };

/** The rungs of the ladder in order, without what computes them: what a reader is told. */
export const rungWords = rungNames.map((name) => {
  const { question, passesWhen, criteria, needs } = rungs[name];
  return { name, question, passesWhen, criteria: criteria as Readonly<Record<string, number>>, needs };
});
