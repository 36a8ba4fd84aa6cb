/** What was measured in the trials of a sweep against one of its settings: a dot a trial. Pure. */
import type { Setting, SweepResult } from '../../runner/experiment/results/sweep-schema.ts';
import { type Measure, valuesOf, valueText } from '../words/sweep/measures.ts';
import { svgOf } from './drawing.ts';
import { Plot, plotted } from './plot.ts';

const frame = { width: 340, height: 210, marginLeft: 44, marginRight: 18, marginTop: 12, marginBottom: 28 };

export function sweepSvg(sweep: SweepResult, measure: Measure, setting: SweepResult['settings'][number]): string {
  const { kind, place, ticks } = settingScale(sweep, setting);
  const dots = sweep.trials.flatMap((trial) => {
    const y = measure.of(trial);
    return y === null ? [] : [{ x: place(trial.parameters[setting.key]), y, isFull: measure.isFull(trial) }];
  });
  const drawing = plotted({
    ...frame,
    x: {
      label: null,
      domain: kind === 'choice' ? [0, 1] : [-0.03, 1.03],
      ticks: ticks.map((tick) => tick.place),
      tickFormat: (at: number) => ticks.find((tick) => tick.place === at)?.text ?? '',
    },
    y: { label: null, grid: true, ticks: 5, ...(measure.ends ? { domain: measure.ends } : { nice: true }) },
    marks: [false, true].map((isFull) =>
      Plot.dot(
        dots.filter((dot) => dot.isFull === isFull),
        {
          x: 'x',
          y: 'y',
          r: 3,
          strokeWidth: 1.25,
          ...(isFull ? { stroke: 'var(--line)', fill: 'var(--line)' } : { stroke: 'var(--dot)', fill: 'var(--paper)' }),
        },
      ),
    ),
  });
  return svgOf(drawing);
}

/** So many values are each named; of more the ends alone. */
const mostTicks = 6;

/** Where values lie, from 0 to 1: by size, by its logarithm, or one beside the other. */
function settingScale(sweep: SweepResult, { key, scale }: SweepResult['settings'][number]) {
  const values = valuesOf(sweep, key);
  const numbers = values.filter((value) => typeof value === 'number');
  const [least, most] = [numbers[0], numbers.at(-1)];
  const byNumber = numbers.length === values.length && least !== undefined && most !== undefined && least < most;
  if (scale === 'choice' || !byNumber) {
    const texts = values.map(valueText);
    const place = (value: Setting | undefined) => (texts.indexOf(valueText(value)) + 0.5) / Math.max(1, texts.length);
    return { kind: 'choice', place, ticks: values.map((value) => ({ place: place(value), text: valueText(value) })) };
  }
  // Doubling sizes, as 32, 64, 128, are further apart the larger they are.
  const kind = scale === 'log' || (least > 0 && most / least >= 8 && numbers.length <= mostTicks) ? 'log' : 'linear';
  const along = (value: number) => (kind === 'log' ? Math.log(value) : value);
  const place = (value: Setting | undefined) => (along(Number(value)) - along(least)) / (along(most) - along(least));
  const named = numbers.length <= mostTicks ? numbers : [least, most];
  return { kind, place, ticks: named.map((value) => ({ place: place(value), text: valueText(value) })) };
}
