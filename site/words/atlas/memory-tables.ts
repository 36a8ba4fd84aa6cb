/** How long the neurons of an atlas remember, as a table. Pure. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { csv } from '../../../runner/words/csv.ts';
import { rememberedBy } from './memory.ts';

/** Numbers of single precision in as many digits as they have. */
const digits = 6;
/** What lies beyond all that was read is left empty. */
const known = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : null);

export function memoryTable(atlas: Pick<Atlas, 'neurons' | 'memory'>, map: Pick<AtlasMap, 'memory'>): string {
  const { distances = [], tokens = 0 } = atlas.memory ?? {};
  const rows = rememberedBy(atlas, map).map((each, neuron) => {
    if (each === null) return [neuron, null, null, null, null, ...distances.map(() => null)];
    const { halfLife, interval, left } = each;
    return [
      ...[neuron, known(halfLife), Number.isFinite(halfLife) ? 'no' : 'yes', known(interval[0]), known(interval[1])],
      ...left.map(({ share }) => known(share)),
    ];
  });
  const columns = ['half-life (tokens)', `more than ${tokens - 1}`, 'low', 'high'];
  return csv(['neuron', ...columns, ...distances.map((distance) => `left after ${distance}`)], rows);
}
