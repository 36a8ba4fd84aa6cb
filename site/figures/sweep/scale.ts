/** Where a setting's values lie on an axis: by size, by the logarithm of it, or one beside the other. Pure. */
import type { Setting, SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { valuesOf, valueText } from '../../words/sweep/settings.ts';

export interface SettingScale {
  key: string;
  kind: 'linear' | 'log' | 'choice';
  /** 0 to 1. */
  place(value: Setting | undefined): number;
  ticks: { place: number; text: string }[];
}

/** So many values are each named; of more the ends alone. */
const mostTicks = 6;

export function settingScale(result: SweepResult, { key, scale }: SweepResult['settings'][number]): SettingScale {
  const values = valuesOf(result, key);
  const numbers = values.filter((value) => typeof value === 'number');
  const [least, most] = [numbers[0], numbers.at(-1)];
  const byNumber = numbers.length === values.length && least !== undefined && most !== undefined && least < most;
  if (scale === 'choice' || !byNumber) {
    const texts = values.map(valueText);
    const place = (value: Setting | undefined) => (texts.indexOf(valueText(value)) + 0.5) / Math.max(1, texts.length);
    return {
      key,
      kind: 'choice',
      place,
      ticks: values.map((value) => ({ place: place(value), text: valueText(value) })),
    };
  }
  // Doubling sizes, as 32, 64, 128, are further apart the larger they are.
  const kind = scale === 'log' || (least > 0 && most / least >= 8 && numbers.length <= mostTicks) ? 'log' : 'linear';
  const along = (value: number) => (kind === 'log' ? Math.log(value) : value);
  const place = (value: Setting | undefined) => (along(Number(value)) - along(least)) / (along(most) - along(least));
  const named = numbers.length <= mostTicks ? numbers : [least, most];
  return { key, kind, place, ticks: named.map((value) => ({ place: place(value), text: valueText(value) })) };
}
