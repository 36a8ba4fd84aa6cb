/** What becomes likelier and less likely with a neuron held, as factors on one axis. Pure. */
import type { Does } from '../../runner/analysis/findings/shown-schema.ts';
import { decimal } from '../../runner/core/format.ts';

const ticks = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const;

/** The axis of all such figures, so that nothing happening looks like it. */
export const axis = {
  from: 1 / 8,
  to: 8,
  ticks,
  /** 1/8 -> '×1/8', 4 -> '×4'. */
  label: (factor: number): string => (factor < 1 ? `×1/${Math.round(1 / factor)}` : `×${factor}`),
} as const;

const within = (factor: number): number => Math.min(axis.to, Math.max(axis.from, factor));

/** `ratio`: wrong / right, null where the right chance is 0; where it and its 95% interval are drawn, within the axis, and whether it lies beyond. */
export function changeOf({
  right,
  wrong,
  ratio: told,
  ratioInterval,
}: Pick<Does['tokens'][number], 'right' | 'wrong' | 'ratio' | 'ratioInterval'>) {
  const ratio = told ?? (right > 0 ? wrong / right : null);
  const shown = within(ratio ?? axis.to);
  return {
    ratio,
    shown,
    isBeyond: shown !== ratio,
    low: ratioInterval && within(ratioInterval[0]),
    high: ratioInterval && within(ratioInterval[1]),
  };
}

/** .53 -> '×0.53', 3.2 -> '×3.2'. */
export function factor(ratio: number | null): string {
  if (ratio === null || ratio > 99.5) return '×100 or more';
  if (ratio < 0.0095) return 'under ×0.01';
  return `×${decimal(ratio, ratio < 1 ? 2 : ratio < 9.95 ? 1 : 0)}`;
}
