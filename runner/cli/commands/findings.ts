/** Prints what an experiment found and where it is, and keeps the same text as files in the run's folder. */

import { basename, dirname, join } from 'node:path';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import { bytes, duration, integer, significant } from '../../core/format.ts';
import { asTyped } from '../../core/installation.ts';
import type { Outcome } from '../../experiment/context.ts';
import { activationsOf } from '../../experiment/results/activations.ts';
import { readActivations } from '../../experiment/results/read.ts';
import type { Result } from '../../experiment/results/schema.ts';
import type { EvidenceOutcome } from '../../experiment/run.ts';
import { sizeOf } from '../../experiment/runs.ts';
import { exposureWords } from '../../wording/exposure.ts';
import { scoresCsv } from '../../wording/pairs-tables.ts';
import { shareRead } from '../../wording/share-read.ts';
import type { Style, ThemeName } from '../terminal/colour.ts';
import { displayWidth, wrapped } from '../terminal/lines.ts';
import { renderPairs } from '../terminal/pairs.ts';
import { renderSummary, subjectOf } from '../terminal/summary.ts';
import { renderTable } from '../terminal/table.ts';
import { visible } from '../terminal/visible.ts';
import { colourLevel, shownPath, widthOf } from './streams.ts';

/** Width of the tables that are kept as files. */
const savedWidth = 100;

const ofStdout = (theme: ThemeName): Style => ({
  width: widthOf(process.env, process.stdout) ?? savedWidth,
  level: colourLevel(process.env, process.stdout),
  theme,
});

type Render = (style: Style) => string;

const table =
  ({ result, shown }: Outcome): Render =>
  (style) =>
    renderTable(result, (text, neuron) => shown[text][neuron] ?? [], style);

export const keepTable = (outcome: Outcome, theme: ThemeName): Promise<void> =>
  keep(outcome.run, 'table', table(outcome), theme);

/** What was found, with a passage in the colours of its neuron, where its activations are published, or without one. */
async function summaryOf({ result, directory }: Pick<Outcome, 'result' | 'directory'>) {
  const subject = subjectOf(result);
  const isShown = result.texts.observed.sidecars.some(
    ({ component, layer }) => component === subject?.component && layer === subject.layer,
  );
  const values =
    subject === null || !isShown
      ? null
      : activationsOf(await readActivations(directory, result, { ...subject, text: 'observed' }), subject.neuron);
  return (passage: boolean): Render =>
    (style) =>
      renderSummary(result, passage ? values : null, style);
}

/** What one of several experiments found: its verdict and its claims. Its tables are kept as ever. */
export async function shortly(
  outcome: Outcome,
  { theme, seconds, table: isWanted }: { theme: ThemeName; seconds: number; table: boolean },
): Promise<string> {
  const { result, run } = outcome;
  await keepTable(outcome, theme);
  const summary = await summaryOf(outcome);
  if (result.evidence !== null) await keep(run, 'claims', summary(true), theme);
  const style = ofStdout(theme);
  const told = summary(false)({ ...style, width: style.width - 2 }).replace(/^(?=.)/gm, '  ');
  const asTable = isWanted ? `${table(outcome)(style)}\n` : '';
  return `${visible(`${result.id}: ${result.title}`)} (${duration(seconds)})\n${told}\n${asTable}`;
}

/** Loaded when there are some: with them come the shapes of all findings, and all that computes them. */
const pairsOf = async (directory: string) =>
  (await import('../../experiment/results/write.ts')).publishedPairs(directory);

/** The verdict, the claims and the pairs, with a coloured passage or without one. */
async function foundIn({ result, directory, run }: EvidenceOutcome, theme: ThemeName): Promise<Render> {
  const asked = result.pairs === undefined ? null : await pairsOf(directory);
  const summary = await summaryOf({ result, directory });
  const render = (passage: boolean) => (style: Style) => {
    const pairs = asked === null ? '' : renderPairs(asked.sets, style);
    return [summary(passage)(style), pairs].filter((part) => part !== '').join('\n');
  };
  if (asked !== null) await writeFileAtomic(join(run, 'pairs.csv'), scoresCsv(asked.sets));
  if (result.evidence !== null || asked !== null) await keep(run, 'claims', render(true), theme);
  // A pipe is read by a program, or looked at without colours.
  return (style) => render(process.stdout.isTTY === true || style.level > 0)(style);
}

/** What was found as a person at a terminal sees it, while the rest is made. */
export const foundSoFar = async (outcome: EvidenceOutcome, theme: ThemeName): Promise<string> =>
  `${(await foundIn(outcome, theme))(ofStdout(theme))}\n`;

/**
 * What was found, and where everything is.
 * @param table of the outcome of an experiment that was just run, where it is wanted too.
 * @param isShown whether what was found stands on the terminal already.
 */
export async function showFound(
  outcome: EvidenceOutcome,
  { theme, tableOf, isShown = false }: { theme: ThemeName; tableOf?: Outcome | undefined; isShown?: boolean },
): Promise<void> {
  const { result, directory, run } = outcome;
  const { bytes: size } = await sizeOf(run);
  const style = ofStdout(theme);
  const places = [`Result: ${shownPath(directory)}`, `Tables and recording: ${shownPath(run)} (${bytes(size)})`];
  const parts = [
    ...(isShown ? [] : [(await foundIn(outcome, theme))(style)]),
    ...(tableOf === undefined ? [] : [table(tableOf)(style)]),
    [
      ...wrapped(perplexityLine(result), style.width),
      ...(displayWidth(places.join('  ')) <= style.width ? [places.join('  ')] : places),
      `${siteHint(directory)}, then open /experiments/${result.id}/\n`,
    ].join('\n'),
  ];
  process.stdout.write(parts.join('\n'));
}

function perplexityLine({ observation }: Result): string {
  const { tokens, counted = tokens, perplexity, perplexityPerWord: perWord, exposure } = observation;
  const ofWords = typeof perWord === 'number' ? ` (${significant(perWord)} a word)` : '';
  const share = shareRead(observation);
  return `Perplexity ${perplexity === null ? 'unknown' : significant(perplexity)} a token${ofWords} on ${integer(counted)} tokens of ${exposureWords[exposure].text}${share === null ? '' : ` (${share})`}${counted < tokens ? `, the first of each segment not counted` : ''}.`;
}

async function keep(run: string, name: string, render: Render, theme: ThemeName): Promise<void> {
  await writeFileAtomic(join(run, `${name}.ans`), render({ width: savedWidth, level: 3, theme }));
  await writeFileAtomic(join(run, `${name}.txt`), render({ width: savedWidth, level: 0, theme }));
}

/** The command that shows a result: the site reads the folder `results` of its public folder. */
export function siteHint(directory: string): string {
  const results = dirname(directory);
  const site = asTyped('npm run site');
  if (results === join(process.cwd(), 'public', 'results')) return `Look at it: ${site}`;
  if (basename(results) === 'results') return `Look at it: ${site} public=${shownPath(dirname(results))}`;
  return `To look at it, move it to public/results, run ${site}`;
}
