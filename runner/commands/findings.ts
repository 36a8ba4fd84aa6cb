/** Prints what an experiment found and where it is, and keeps the same text as files in the run's folder. */

import { basename, dirname, join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { pathFrom } from '../core/paths.ts';
import { asTyped } from '../core/place.ts';
import { bytes, duration, integer, significant } from '../core/words.ts';
import type { Outcome } from '../experiment/context.ts';
import type { EvidenceOutcome } from '../experiment/run-evidence.ts';
import { sizeOf } from '../experiment/runs.ts';
import type { Result } from '../results/schema.ts';
import { renderClaims, renderLeads } from '../terminal/claims.ts';
import { renderPairs } from '../terminal/pairs.ts';
import { renderTable } from '../terminal/table.ts';
import { visible } from '../terminal/visible.ts';
import { exposureWords } from '../words/exposure.ts';
import { scoresCsv } from '../words/pairs-tables.ts';
import { shareRead } from '../words/share-read.ts';
import { wantsColour } from './streams.ts';

/** Width of the tables that are kept as files. */
const savedWidth = 100;

interface Style {
  width: number;
  colour: boolean;
}

const ofStdout = (): Style => ({
  width: process.stdout.columns || savedWidth,
  colour: wantsColour(process.env, process.stdout),
});

type Render = (style: Style) => string;

const findings =
  ({ result, shown }: Outcome, theme: 'dark' | 'light'): Render =>
  (style) =>
    renderTable(result, (text, neuron) => shown[text][neuron] ?? [], { ...style, theme });

const claims =
  ({ evidence, observation }: Result): Render =>
  (style) =>
    evidence === null || !('schema' in evidence) ? '' : renderClaims(evidence, observation.exposure, style);

/** The table of the neurons that were found. */
export async function showFindings(outcome: Outcome, theme: 'dark' | 'light'): Promise<void> {
  const render = findings(outcome, theme);
  const { observation } = outcome.result;
  const { tokens, counted = tokens, perplexity, perplexityPerWord: perWord, exposure } = observation;
  const ofWords = typeof perWord === 'number' ? ` (${significant(perWord)} a word)` : '';
  const share = shareRead(observation);
  process.stdout.write(
    `${render(ofStdout())}\nPerplexity ${perplexity === null ? 'unknown' : significant(perplexity)} a token${ofWords} on ${integer(counted)} tokens of ${exposureWords[exposure].text}${share === null ? '' : ` (${share})`}${counted < tokens ? `, the first of each segment not counted` : ''}.\n`,
  );
  await keep(outcome.run, 'table', render);
}

/** What one of several experiments found: its features' leading claims. Its tables are kept as ever. */
export async function shortly(
  outcome: Outcome,
  { theme, seconds }: { theme: 'dark' | 'light'; seconds: number },
): Promise<string> {
  const { result, run } = outcome;
  await keep(run, 'table', findings(outcome, theme));
  if (result.evidence !== null) await keep(run, 'claims', claims(result));
  const { evidence } = result;
  const leads = evidence === null || !('schema' in evidence) ? '' : renderLeads(evidence, ofStdout());
  const told = leads === '' ? '  No claim was tested.\n' : leads;
  return `${visible(`${result.id}: ${result.title}`)} (${duration(seconds)})\n${told}\n`;
}

/** From this size on, the command that deletes a run is named: 100 MB. */
const worthFreeing = 1e8;

const freeing = (run: string, cwd: string, where: (path: string) => string): string =>
  `npm run runs clean ${basename(run)}${dirname(run) === join(cwd, 'runs') ? '' : ` runs=${where(dirname(run))}`}`;

/** Loaded when there are some: with them come the shapes of all findings, and all that computes them. */
const pairsOf = async (directory: string) => (await import('../results/write-pairs.ts')).publishedPairs(directory);

/** The claims, where there is evidence, and where everything is. */
export async function showEvidence({ result, directory, run }: EvidenceOutcome, cwd: string): Promise<void> {
  const asked = result.pairs === undefined ? null : await pairsOf(directory);
  const told = claims(result);
  const render: Render = (style) => {
    const pairs = asked === null ? '' : renderPairs(asked.sets, style);
    return [told(style), pairs].filter((part) => part !== '').join('\n');
  };
  if (asked !== null) await writeWhole(join(run, 'pairs.csv'), scoresCsv(asked.sets));
  const where = (path: string) => visible(pathFrom(cwd, path));
  const text = render(ofStdout());
  if (result.evidence !== null || asked !== null) await keep(run, 'claims', render);
  const { bytes: size } = await sizeOf(run);
  const frees = size < worthFreeing ? '' : `; ${asTyped(freeing(run, cwd, where))} frees it`;
  process.stdout.write(
    `${text}${text === '' ? '' : '\n'}Result: ${where(directory)}  Tables and recording: ${where(run)} (${bytes(size)}${frees})\n` +
      `${siteHint(directory, cwd, where)}, then open /experiments/${result.id}/\n`,
  );
}

async function keep(run: string, name: string, render: Render): Promise<void> {
  await writeWhole(join(run, `${name}.ans`), render({ width: savedWidth, colour: true }));
  await writeWhole(join(run, `${name}.txt`), render({ width: savedWidth, colour: false }));
}

/** The command that shows a result: the site reads the folder `results` of its public folder. */
export function siteHint(directory: string, cwd: string, where: (path: string) => string): string {
  const results = dirname(directory);
  const site = asTyped('npm run site');
  if (results === join(cwd, 'public', 'results')) return `Look at it: ${site}`;
  if (basename(results) === 'results') return `Look at it: ${site} public=${where(dirname(results))}`;
  return `To look at it, move it to public/results, run ${site}`;
}
