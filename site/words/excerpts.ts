/** The excerpts of a claim by kind, in the order in which the pages show them. Pure. */
import type { Examples, Excerpt } from '../../runner/results/shown-schema.ts';

export const excerptKinds = ['highest', 'lowest', 'quantiles', 'random'] as const;

export interface LabelledExcerpt {
  excerpt: Excerpt;
  /** What tells it from the others of its kind, 'quantile 0.1'; null when nothing does. */
  label: string | null;
}

export interface ExcerptGroup {
  kind: (typeof excerptKinds)[number];
  name: string;
  excerpts: LabelledExcerpt[];
}

export function excerptGroups({ highest, lowest, quantiles, random }: Examples): ExcerptGroup[] {
  const plain = (excerpts: readonly Excerpt[]): LabelledExcerpt[] =>
    excerpts.map((excerpt) => ({ excerpt, label: null }));
  return [
    { kind: 'highest', name: 'Highest', excerpts: plain(highest) },
    { kind: 'lowest', name: 'Lowest', excerpts: plain(lowest) },
    {
      kind: 'quantiles',
      name: 'From low to high',
      excerpts: quantiles.map(({ quantile, excerpt }) => ({ excerpt, label: `quantile ${quantile}` })),
    },
    { kind: 'random', name: 'At random', excerpts: plain(random) },
  ];
}
