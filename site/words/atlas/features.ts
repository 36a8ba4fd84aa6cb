/** The features of an atlas as a table: how many neurons learned to tell each, and how far its best one is from guessing. Pure. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { decimal, integer } from '../../../runner/core/words.ts';
import type { Column } from '../columns.ts';
import { featureOfUrl } from '../features/address.ts';
import { scored } from '../features/sentences.ts';
import { effectAt, learnedOfEach } from './learned.ts';
import type { AtlasIndex } from './profile.ts';

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
