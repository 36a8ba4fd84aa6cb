/** Ranges of numbers with both ends, as features give them: [101, 1000], or [1001, none] without an upper end. Pure. */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import type { Band, FeatureFault } from './kind.ts';

/** As it is published. */
export const bandSchema = z.tuple([z.int(), z.int().nullable()]);

/** As it is written. */
export const writtenBand = (least: 0 | 1 = 1) =>
  z
    .tuple(
      [
        wholeNumber().min(least),
        z.union([wholeNumber().min(least), z.literal('none')], {
          error: `must be a whole number from ${least}, or none`,
        }),
      ],
      { error: ({ code }) => (code === 'invalid_type' ? 'must be a list of two, as in [1, 100]' : undefined) },
    )
    .transform(([low, high]): [number, number | null] => [low, high === 'none' ? null : high]);

export const isInBand = ([low, high]: Band, value: number): boolean => value >= low && (high === null || value <= high);

/** '1 to 3', '2', or '10 or more' with the words for no upper end. */
export function inBand([low, high]: Band, beyond: string): string {
  if (high === null) return `${low} ${beyond}`;
  return low === high ? String(low) : `${low} to ${high}`;
}

/** The fault of a band whose lower end is above its upper one. */
export function backwards(key: string, name: string, [low, high]: Band): FeatureFault[] {
  if (high === null || low <= high) return [];
  const what = `"${key}" of feature "${name}" runs from ${low} down to ${high}`;
  return [{ key, what, fix: 'Give the lower number first' }];
}
