/**
 * Parallel coordinates: an axis for each setting and one for the loss, and a line for each trial across them. The best is
 * drawn last, trials that were stopped early are thin. Pure.
 */

import { decimal } from '../../../runner/core/words.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { settingName } from '../../words/sweep/settings.ts';
import { Plot, plotSvg } from '../plot.ts';
import { type SettingScale, settingScale } from './scale.ts';

interface Point {
  axis: number;
  place: number;
  trial: string;
  kind: 'best' | 'done' | 'stopped';
}

/** Pixels between two axes. */
const between = 130;
const margins = { marginLeft: 56, marginRight: 56, marginTop: 34, marginBottom: 16 };
const height = 300;

const strokes = { best: 'var(--mark)', done: 'var(--line)', stopped: 'var(--dot)' } as const;
const widths = { best: 3, done: 1.25, stopped: 0.75 } as const;
const opacities = { best: 1, done: 0.75, stopped: 0.5 } as const;

export function parallelSvg(result: SweepResult): string {
  const scales = result.settings.map((setting) => settingScale(result, setting));
  const losses = result.trials.flatMap(({ validationLoss }) => (validationLoss === null ? [] : [validationLoss]));
  const loss = lossScale(losses);
  const points = result.trials.flatMap((trial): Point[] => {
    if (trial.validationLoss === null || trial.status === 'failed' || trial.status === 'running') return [];
    const kind: Point['kind'] = trial.id === result.best ? 'best' : trial.status;
    return [
      ...scales.map((scale, axis) => ({
        axis,
        place: scale.place(trial.parameters[scale.key]),
        trial: trial.id,
        kind,
      })),
      { axis: scales.length, place: loss.place(trial.validationLoss), trial: trial.id, kind },
    ];
  });
  const axes = scales.length + 1;
  const heads = [
    ...scales.map(({ key }, axis) => ({ axis, text: settingName(key) })),
    { axis: axes - 1, text: 'loss' },
  ];
  const ticks = [...scales, loss].flatMap(({ ticks: own }, axis) => own.map((tick) => ({ axis, ...tick })));
  return plotSvg({
    ...margins,
    ...{ width: margins.marginLeft + margins.marginRight + between * (axes - 1), height },
    x: { axis: null, domain: [0, axes - 1] },
    y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.ruleX(heads, { x: 'axis', y1: 0, y2: 1, stroke: 'currentColor', strokeOpacity: 0.35 }),
      ...(['stopped', 'done', 'best'] as const).map((kind) =>
        Plot.line(
          points.filter((point) => point.kind === kind),
          {
            x: 'axis',
            y: 'place',
            z: 'trial',
            stroke: strokes[kind],
            strokeWidth: widths[kind],
            strokeOpacity: opacities[kind],
          },
        ),
      ),
      Plot.text(heads, { x: 'axis', y: () => 1, text: 'text', dy: -18, fill: 'currentColor', fontWeight: 700 }),
      Plot.text(ticks, {
        ...{ x: 'axis', y: 'place', text: 'text', dx: -6, textAnchor: 'end', fill: 'currentColor' },
        ...{ stroke: 'var(--paper)', strokeWidth: 4 },
      }),
    ],
    color: { type: 'identity' },
  });
}

/** The lowest loss is on top: better is higher. */
function lossScale(losses: readonly number[]): Pick<SettingScale, 'ticks'> & { place(loss: number): number } {
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const place = (loss: number) => (most > least ? (most - loss) / (most - least) : 0.5);
  const ends = losses.length === 0 ? [] : most > least ? [least, (least + most) / 2, most] : [least];
  return { place, ticks: ends.map((loss) => ({ place: place(loss), text: decimal(loss, 2) })) };
}
