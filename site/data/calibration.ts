/** The figures of the last calibration, `calibration.json` in the public folder, checked when they are read, in words. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { rungNames } from '../../runner/analysis/findings/names-schema.ts';
import { exactInterval } from '../../runner/analysis/stats/distributions.ts';
import { integer, percent } from '../../runner/core/format.ts';
import { type Calibration, calibrationSchema, type Rate } from '../../runner/experiment/results/calibration-schema.ts';
import { typed } from '../words/address.ts';
import { inWords } from '../words/criteria.ts';
import { code, plain, table } from '../words/docs/markdown.ts';
import { commonFile } from './common-files.ts';

/** Null when no calibration was run. Throws an error that names the file when it does not fit the schema. */
export async function readCalibration(path = commonFile('calibration.json')): Promise<Calibration | null> {
  if (!existsSync(path)) return null;
  try {
    return calibrationSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is no calibration. Run ${typed('npm run calibrate')} to write it anew.`, { cause: error });
  }
}

/** '9.2% (7.4% to 11%) of 1,000' */
const rateText = ({ rate, interval: [low, high], experiments }: Omit<Rate, 'wanted' | 'passed'>): string =>
  `${percent(rate, 1)} (${percent(low, 1)} to ${percent(high, 1)}) of ${integer(experiments)}`;

interface RungRate {
  /** Over all that was tried. */
  together: string;
  worst: string;
  passed: boolean;
}

/**
 * One row for each rung that was tried, by its name in the evidence, in the order of the ladder, and `ladder`, all of them together.
 * A measure's first word is the rung that it is about.
 * @returns `wrongly`: how often it passed where there was nothing, and in the made-up world where it did so most often; `found`: where
 *   there was something, and for the effect, of those that it is to find, that it found least often. Null: none was tried.
 */
export function rungErrors(calibration: Calibration) {
  const rates = [...Object.entries(calibration.nulls), ...Object.entries(calibration.plants)].flatMap(([world, own]) =>
    Object.entries(own).map(([measure, rate]) => ({ world, measure, rate })),
  );
  return [...rungNames, 'ladder'].flatMap((rung) => {
    const wrongly = rates.filter(({ measure }) => measure === rung || measure.startsWith(`${rung}: `));
    // An effect that no promise is made about says nothing of the rung.
    const found = rates.filter(({ measure, rate }) => measure === `${rung} power` && rate.wanted[0] >= promised);
    if (wrongly.length + found.length === 0) return [];
    return [{ rung, wrongly: extreme(wrongly, 1), found: extreme(found, -1) }];
  });
}

/** The share of effects that a rung must find, where it promises to. */
const promised = 0.9;

/** @param side 1: the highest rate is the worst; -1: the lowest. */
function extreme(rates: readonly { world: string; measure: string; rate: Rate }[], side: 1 | -1): RungRate | null {
  const [first] = rates.toSorted((a, b) => side * (b.rate.rate - a.rate.rate));
  if (first === undefined) return null;
  const experiments = rates.reduce((sum, each) => sum + each.rate.experiments, 0);
  const times = rates.reduce((sum, each) => sum + Math.round(each.rate.rate * each.rate.experiments), 0);
  const [, part] = first.measure.split(': ');
  return {
    together: rateText({ rate: times / experiments, interval: exactInterval(times, experiments), experiments }),
    worst: `${rateText(first.rate)}, ${inWords(part === undefined ? first.world : `${first.world}: ${part}`)}`,
    passed: rates.every((each) => each.rate.passed),
  };
}

const kinds = [
  { kind: 'nulls', caption: 'Nothing to be found', asked: '', right: 'as it should be' },
  { kind: 'plants', caption: 'An effect was planted', asked: '', right: 'as it should be' },
  { kind: 'mutants', caption: 'The test broken on purpose', asked: 'not ', right: 'found out' },
] as const;

/** Every made-up world and every broken test, for the documentation, in Markdown; empty where no calibration was run. */
export function calibrationPage(calibration: Calibration | null): string {
  if (calibration === null) return '';
  const about = (name: string): string => plain(inWords(calibration.about[name] ?? name));
  const tables = kinds.map(({ kind, caption, asked, right }) => {
    const rows = Object.entries(calibration[kind]).flatMap(([name, rates]) =>
      Object.entries(rates).map(([measure, rate], index) => [
        index === 0 ? `${code(name)}: ${about(name)}` : code(name),
        about(measure),
        rateText(rate),
        `${asked}${band(rate.wanted)}: ${rate.passed ? '' : '**not** '}${right}`,
      ]),
    );
    return `**${caption}**\n\n${table(['what was made', 'what was counted', 'how often (95% interval)', 'asked'], rows)}`;
  });
  return `<details>\n<summary>Every made-up world and every broken test</summary>\n\n${tables.join('\n\n')}\n\n</details>`;
}

function band([low, high]: Rate['wanted']): string {
  if (low === 0 && high === 1) return 'any';
  if (low === 0) return `at most ${percent(high, 1)}`;
  if (high === 1) return `at least ${percent(low, 1)}`;
  return `${percent(low, 1)} to ${percent(high, 1)}`;
}
