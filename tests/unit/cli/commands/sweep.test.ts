import { readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { renderSweep } from '../../../../runner/cli/commands/sweep.ts';
import type { SweepResult } from '../../../../runner/experiment/results/sweep-schema.ts';

const path = new URL('../../../../public/results/quote-neuron-by-size/sweep.json', import.meta.url);
const sweep = JSON.parse(readFileSync(path, 'utf8')) as SweepResult;

it('tells the best trials, and of the best one what its neurons know, within the width', () => {
  const best = sweep.trials.toSorted((a, b) => (a.validationLoss ?? 99) - (b.validationLoss ?? 99))[0];
  const [claim] = best?.claims ?? [];
  if (claim === undefined) throw new Error('the best trial claims nothing');
  for (const width of [40, 80, 200])
    for (const line of renderSweep(sweep, width).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  const right = Math.round(100 * (claim.sign > 0 ? (claim.localAuc ?? 0) : 1 - (claim.localAuc ?? 0)));
  expect(renderSweep(sweep, 200)).toMatch(new RegExp(`\\n +${claim.neuron} {2}${claim.feature} +${right}% {2}`));
});
