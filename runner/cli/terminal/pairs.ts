/** What pairs came to, for the terminal and for files: a table by condition. Pure. */

import type { HeldScore, PairInterchange, PairScore, PairSet } from '../../analysis/pairs/pairs-schema.ts';
import { decimal } from '../../core/format.ts';
import {
  causeSentence,
  conditionWords,
  heldNote,
  heldWords,
  isCause,
  pairInterchangeSentence,
  rightOf,
  scanSentence,
  scoreSentence,
  seenSentence,
  setSentence,
} from '../../wording/pairs.ts';
import { columns, displayWidth, wrapped } from './lines.ts';
import { visible } from './visible.ts';

/** Ends in a line break; empty of no set. */
export function renderPairs(sets: readonly PairSet[], { width }: { width: number }): string {
  return sets.map((set) => `${linesOf(set, Math.max(40, width)).join('\n')}\n`).join('\n');
}

function linesOf(set: PairSet, width: number): string[] {
  const told = [
    `Pairs “${set.name}”: ${setSentence(set)} ${scoreSentence(set.all)}${set.seen ? ` ${seenSentence(set.seen)}` : ''}`,
    ...(set.cause?.passed ? [causeSentence(set.cause)] : []),
    ...exchangesTold(set.interchange),
    ...(set.scan === null ? [] : [scanSentence(set.scan)]),
  ].map((text) => wrapped(visible(text), width));
  const [head = [], ...rest] = told;
  const note = set.held.length === 0 ? [] : wrapped(`${heldNote} Every hold is in pairs.csv.`, width);
  return [...head, ...tableOf(set, width), ...note, ...rest.flat()];
}

/** Those that turn most, each in a sentence. */
const exchangesTold = (all: readonly PairInterchange[]): string[] =>
  all
    .filter(({ turned }) => turned > 0)
    .toSorted((a, b) => b.turned - a.turned)
    .slice(0, 3)
    .map(pairInterchangeSentence);

/**
 * Right ones and mean margin, as it is and with as many holds as there is room for: the cause, then those that cost most. What is held at its
 * mean is not told at 0 as well, so that one table does not hold other values than the next.
 */
function tableOf(set: PairSet, width: number): string[] {
  const cost = ({ all }: HeldScore) => set.all.margin - all.margin;
  const atMean = new Set(set.held.filter(({ at }) => at === 'mean').map(clampedNeurons));
  const holds = set.held
    .filter((held) => held.at === 'mean' || held.why === 'by hand' || !atMean.has(clampedNeurons(held)))
    .toSorted((a, b) => Number(isCause(b, set.cause)) - Number(isCause(a, set.cause)) || cost(b) - cost(a));
  const names = [...set.conditions.map((condition) => visible(conditionWords(condition))), 'all'];
  const cells = (scores: readonly PairScore[]) =>
    scores.flatMap((score) => [[String(rightOf(score)), decimal(score.margin)]]);
  const blocks = [
    { title: 'as it is', rows: cells([...set.conditions, set.all]) },
    ...holds.map((held) => ({ title: heldWords(held), rows: cells([...held.conditions, held.all]) })),
  ];
  const pairs = [...set.conditions, set.all].map((score) => String(score.pairs));
  let shown: string[] = [];
  for (let count = 1; count <= blocks.length; count++) {
    const some = blocks.slice(0, count);
    const rows = [
      ['', 'pairs', ...some.flatMap(({ title }) => [shortened(title), 'nats'])],
      ...names.map((name, row) => [name, pairs[row] ?? '', ...some.flatMap(({ rows }) => rows[row] ?? [])]),
    ];
    const lines = columns(rows, ['left', ...Array<'right'>(1 + 2 * count).fill('right')]).map((line) => `  ${line}`);
    if (count > 1 && lines.some((line) => displayWidth(line) > width)) break;
    shown = lines;
  }
  return shown;
}

const clampedNeurons = ({ component, layer, neurons }: HeldScore): string => [component, layer, ...neurons].join(' ');

/** As the head of a column: '5 at mean'. */
const shortened = (title: string): string => title.replace(/^neurons? /, '').replace(/ (?:its|their) means?$/, ' mean');
