/** Networks of cells as readers. */
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  parameterShapes,
  unitsOf,
  unitsOfArray,
} from '../architecture.ts';
import { componentName } from '../cells/cell.ts';
import { cells, componentsOf } from '../cells/cells.ts';
import { decode, initialStateName, layersForward, statesFrom } from '../network.ts';
import type { NetworkReader } from './reader.ts';

export function cellReader(architecture: Architecture): NetworkReader {
  const { cell, layers, vocabulary } = architecture;
  const ofLayers = <A>(make: (layer: number, width: number) => A[]): A[] =>
    Array.from({ length: layers }, (_, index) => make(index + 1, unitsOf(architecture, index + 1))).flat();
  const { [decoderWeight]: weight = [], [decoderBias]: bias = [], ...step } = parameterShapes(architecture);
  return {
    is: `the cell is ${cell}`,
    layers,
    vocabulary,
    arrays: ofLayers((layer, width) =>
      componentsOf(cell).map((component) => ({ name: componentName(component, layer), component, layer, width })),
    ),
    widthOf: (array) => unitsOfArray(architecture, array),
    states: Object.fromEntries(
      ofLayers((layer, width) =>
        cells[cell].stateNames.map((name) => [initialStateName(layer, name), { shape: [width], first: 0 }] as const),
      ),
    ),
    parameters: { step, decoder: { [decoderWeight]: weight, [decoderBias]: bias } },
    decoderReads: componentName('hidden', layers),
    step(ops, values, { tokens, streams, tap }) {
      const { traces } = layersForward(ops, architecture, values, {
        tokens,
        steps: 1,
        batch: streams,
        initial: statesFrom(architecture, values),
        replace: (layer, component, value) => tap(component, layer, value),
      });
      return Object.fromEntries(
        traces.flatMap(([trace], index) =>
          Object.entries(trace?.state ?? {}).map(
            ([name, value]) => [initialStateName(index + 1, name), value] as const,
          ),
        ),
      );
    },
    decode,
  };
}
