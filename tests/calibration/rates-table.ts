/** The figures of a calibration as a table for the terminal. Pure: returns text. */
import { percent } from '../../runner/core/words.ts';
import type { Calibration, Rate } from '../../runner/experiment/results/calibration-schema.ts';

const titles = {
  nulls: 'Nothing to be found',
  plants: 'Something planted',
  mutants: 'Tests broken on purpose',
} as const;

export interface TableStyle {
  good(text: string): string;
  bad(text: string): string;
}

/** One line per rate, ending in a line break. */
export function ratesTable(calibration: Calibration, { good, bad }: TableStyle): string {
  const groups = (['nulls', 'plants', 'mutants'] as const).map((kind) => ({
    kind,
    rows: Object.entries(calibration[kind]).flatMap(([name, rates]) =>
      Object.entries(rates).map(([measure, rate]) => ({ name, measure, rate })),
    ),
  }));
  const rows = groups.flatMap((group) => group.rows);
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const measureWidth = Math.max(...rows.map(({ measure }) => measure.length));
  const lines = groups
    .filter((group) => group.rows.length > 0)
    .flatMap(({ kind, rows: own }) => [
      titles[kind],
      ...own.map(({ name, measure, rate }) => {
        const cells = [name.padEnd(nameWidth), measure.padEnd(measureWidth), ...figures(rate, kind === 'mutants')];
        const verdict = kind === 'mutants' ? ['found out', 'NOT FOUND OUT'] : ['as it should', 'NOT AS IT SHOULD'];
        return `  ${cells.join('  ')}  ${rate.passed ? good(verdict[0] ?? '') : bad(verdict[1] ?? '')}`;
      }),
      '',
    ]);
  return `${lines.join('\n')}\n`;
}

function figures({ rate, interval: [low, high], wanted: [least, most], experiments }: Rate, mutant: boolean): string[] {
  const range =
    least === 0
      ? `at most ${percent(most, 1)}`
      : most === 1
        ? `at least ${percent(least, 1)}`
        : `${percent(least, 1)} to ${percent(most, 1)}`;
  return [
    percent(rate, 1).padStart(6),
    `(${percent(low, 1)} to ${percent(high, 1)})`.padEnd(16),
    `${mutant ? 'not ' : ''}${range}`.padEnd(15),
    `${experiments}`.padStart(5),
  ];
}
