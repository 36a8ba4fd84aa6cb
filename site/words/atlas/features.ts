/** The features of an atlas as a table: how many neurons learned to tell each, and how far its best one is from guessing. Pure. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { decimal, integer } from '../../../runner/core/format.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import type { Column } from '../columns.ts';
import { scored } from '../features/told.ts';
import { leadNeuron } from '../lead.ts';
import { featureOfUrl, mainFeature } from '../page-features.ts';
import { effectAt, learnedOfEach } from './learned.ts';
import type { AtlasIndex } from './profile.ts';
import { type AtlasRow, firstWish, wished } from './table.ts';

export interface FeatureRow {
  feature: AtlasFeature;
  number: number;
  learned: number;
  /** The neuron furthest from .5, and its local AUC. */
  best: { neuron: number; effect: number };
}

/** Those that could be tested, the most learned first. */
export function featureRows(atlas: AtlasIndex, map: AtlasMap): FeatureRow[] {
  const learned = learnedOfEach(atlas, map);
  const far = ({ best }: FeatureRow): number => Math.abs(best.effect - 0.5);
  return atlas.features
    .flatMap((feature, number): FeatureRow[] => {
      if (feature.untestable !== null) return [];
      const effects = Array.from({ length: atlas.neurons }, (_, neuron) => ({
        neuron,
        effect: effectAt(atlas, map, neuron, number),
      })).filter(({ effect }) => !Number.isNaN(effect));
      const [best] = effects.sort((a, b) => Math.abs(b.effect - 0.5) - Math.abs(a.effect - 0.5));
      return best === undefined ? [] : [{ feature, number, learned: at(learned, number), best }];
    })
    .sort((a, b) => b.learned - a.learned || far(b) - far(a));
}

/** @param id of the experiment. */
export function featureColumns(id: string, atlas: AtlasIndex): Column<FeatureRow>[] {
  const known: Column<FeatureRow>[] = [
    {
      heading: 'Untrained best',
      cell: ({ feature }) => (feature.untrained ? decimal(0.5 + feature.untrained.best) : '–'),
      csv: ({ feature }) => feature.untrained && 0.5 + feature.untrained.best,
    },
    {
      heading: 'Counts as learned from',
      cell: ({ feature }) => (feature.bar === null ? '–' : decimal(Math.min(1, 0.5 + feature.bar))),
      csv: ({ feature }) => feature.bar && 0.5 + feature.bar,
    },
  ];
  return [
    {
      heading: 'Feature',
      cell: ({ feature }) => feature.name,
      href: ({ number }) => featureOfUrl(id, atlas, number),
    },
    ...(atlas.learned === null
      ? []
      : [
          {
            heading: 'Learned by',
            cell: ({ learned }: FeatureRow) => integer(learned),
            csv: ({ learned }: FeatureRow) => learned,
          },
        ]),
    { heading: 'Best neuron', cell: ({ best }) => String(best.neuron) },
    { heading: 'Its score', cell: ({ best }) => scored(best.effect), csv: ({ best }) => best.effect },
    ...(atlas.networks === 0 ? [] : known),
  ];
}

/** The neuron that an atlas shows first: the one that leads the experiment's page, or where none does the one that learned furthest beyond what untrained networks and control labels have. */
export function firstShown(result: Result, rows: readonly AtlasRow[]): number {
  const feature = mainFeature(result);
  return feature !== undefined && feature.windows.length > 0
    ? leadNeuron(result, feature)
    : (wished(rows, firstWish)[0]?.neuron ?? 0);
}
