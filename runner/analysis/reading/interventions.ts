/** What a reading program must be given at each token so that neurons are set as asked. */
import { componentName } from '../../nn/models/cells/cell.ts';
import { type Intervention, intervenedNames, keepName, setName } from '../../nn/models/intervention.ts';
import { type Executable, valueNamed } from '../../nn/models/program.ts';

export interface Feeds {
  /** Says to the program which neurons of which stream are set; before the first token of a group of segments. */
  begin(executable: Executable): Promise<void>;
  /** The program's inputs after `token` more tokens than each segment's first; the arrays are used again. */
  at(token: number): Record<string, Float32Array>;
}

/**
 * @param group the segments that are read side by side, each with its place in the list of segments and its first token.
 * @param streams rows of the program, at least as many as the group has segments.
 * @param widthOf numbers a token of a component of a layer, by its name.
 */
export function interventionFeeds(
  interventions: readonly Intervention[],
  group: readonly { index: number; start: number }[],
  streams: number,
  widthOf: (array: string) => number,
): Feeds {
  const keep: Record<string, Float32Array> = {};
  const set: Record<string, Float32Array> = {};
  for (const name of intervenedNames(interventions)) {
    const units = widthOf(name);
    keep[name] = new Float32Array(streams * units).fill(1);
    set[setName(name)] = new Float32Array(streams * units);
  }
  const bySegment = Map.groupBy(interventions, ({ segment }) => segment);
  const changing: { values: Float32Array; place: number; start: number; value(position: number): number }[] = [];
  for (const [stream, { index, start }] of group.entries()) {
    for (const { layer, component, neuron, value } of [
      ...(bySegment.get(undefined) ?? []),
      ...(bySegment.get(index) ?? []),
    ]) {
      const name = componentName(component, layer);
      const values = valueNamed(set, setName(name));
      const place = stream * widthOf(name) + neuron;
      valueNamed(keep, name).fill(0, place, place + 1);
      if (typeof value === 'number') values[place] = value;
      else changing.push({ values, place, start, value });
    }
  }
  return {
    async begin(executable) {
      for (const [name, data] of Object.entries(keep)) await executable.writeState(keepName(name), data);
    },
    at(token) {
      for (const { values, place, start, value } of changing) values[place] = value(start + token);
      return set;
    },
  };
}
