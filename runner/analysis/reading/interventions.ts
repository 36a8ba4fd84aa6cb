/** What a reading program must be given at each token so that neurons are changed as asked. */
import { float32At } from '../../core/at.ts';
import { componentName } from '../../nn/models/cells/cell.ts';
import { type Intervention, intervenedIn, keepName, setName, subspaceName } from '../../nn/models/intervention.ts';
import { type Executable, valueNamed } from '../../nn/models/program.ts';

export interface Feeds {
  /** Says to the program in which subspaces it changes values; before the first token of a group of segments. */
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
  const subspaces = intervenedIn(interventions);
  const inputs: Record<string, Float32Array> = {};
  for (const name of subspaces.keys()) {
    const units = widthOf(name);
    inputs[keepName(name)] = new Float32Array(streams * units).fill(1);
    inputs[setName(name)] = new Float32Array(streams * units);
  }
  const bySegment = Map.groupBy(interventions, ({ segment }) => segment);
  const seen = new Set<string>();
  const changes = group.flatMap(({ index, start }, stream) =>
    [...(bySegment.get(undefined) ?? []), ...(bySegment.get(index) ?? [])].map(
      ({ layer, component, neuron, keep = 0, value }) => {
        const name = componentName(component, layer);
        const place = stream * widthOf(name) + neuron;
        const isFirst = !seen.has(`${place} ${name}`);
        if (isFirst) seen.add(`${place} ${name}`);
        const arrays = { kept: valueNamed(inputs, keepName(name)), set: valueNamed(inputs, setName(name)) };
        return { ...arrays, place, start, keep, value, isFirst };
      },
    ),
  );
  return {
    async begin(executable) {
      for (const [name, subspace] of subspaces)
        if (subspace !== null) await executable.writeState(subspaceName(name), Float32Array.from(subspace.data));
    },
    at(token) {
      for (const { kept, set, place, start, keep, value, isFirst } of changes) {
        const scale = typeof keep === 'number' ? keep : keep(start + token);
        const added = typeof value === 'number' ? value : value(start + token);
        // A second change of a neuron is one of what the first has made of it.
        kept[place] = isFirst ? scale : float32At(kept, place) * scale;
        set[place] = isFirst ? added : float32At(set, place) * scale + added;
      }
      return inputs;
    },
  };
}
