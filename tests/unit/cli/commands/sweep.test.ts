import { readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { renderSweep } from '../../../../runner/cli/commands/sweep.ts';
import type { SweepResult } from '../../../../runner/experiment/results/sweep-schema.ts';

const path = new URL('../../../../public/results/quote-neuron-by-size/sweep.json', import.meta.url);
const sweep = JSON.parse(readFileSync(path, 'utf8')) as SweepResult;

it('tells the best trials first, within the width', () => {
  for (const width of [40, 80, 200])
    for (const line of renderSweep(sweep, width).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  const losses = [...renderSweep(sweep, 200).matchAll(/^ *\d+ {2}(\d\.\d{4}) /gm)].map(([, loss]) => Number(loss));
  expect(losses.length).toBeGreaterThan(5);
  expect(losses).toEqual(losses.toSorted((a, b) => a - b));
});
