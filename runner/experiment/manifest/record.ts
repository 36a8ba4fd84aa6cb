/** What an experiment records to be analysed: one component of a layer, or several. Pure. */
import { componentName } from '../../nn/models/reading.ts';
import type { RecordedComponent } from './resolved.ts';

/** Anything that says it as a manifest does. */
export interface Records {
  record: RecordedComponent | readonly RecordedComponent[];
}

/** All of them: claims are chosen among the neurons of all. */
export function recordedOf({ record }: Records): readonly [RecordedComponent, ...RecordedComponent[]] {
  const [first, ...others] = [record].flat();
  if (first === undefined) throw new RangeError('record: the list is empty');
  return [first, ...others];
}

/** The first, which pages begin with unless another tells more (experiment/find.ts). */
export const drawnOf = (manifest: Records): RecordedComponent => recordedOf(manifest)[0];

/** As a manifest says it: a list of one is that one. */
export const asRecord = (record: readonly RecordedComponent[]): Records['record'] =>
  record.length === 1 ? recordedOf({ record })[0] : record;

/** Names of the arrays: `hidden.1`, ... */
export const recordedNames = (manifest: Records): string[] =>
  recordedOf(manifest).map(({ component, layer }) => componentName(component, layer));
