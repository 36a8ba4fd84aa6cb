/** Networks of cells as readers. */
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  parameterShapes,
  topArray,
  unitsOf,
  unitsOfArray,
} from '../architecture.ts';
import { componentName, needed } from '../cells/cell.ts';
import { cells, componentsOf } from '../cells/cells.ts';
import { decode, initialStateName, layersForward, statesFrom } from '../network.ts';
import type { ArrayFacts, NetworkReader } from './reader.ts';

export function cellReader(architecture: Architecture): NetworkReader {
  const { cell, layers, vocabulary, embedding } = architecture;
  const ofLayers = <A>(make: (layer: number, width: number) => A[]): A[] =>
    Array.from({ length: layers }, (_, index) => make(index + 1, unitsOf(architecture, index + 1))).flat();
  const { [decoderWeight]: weight = [], [decoderBias]: bias = [], ...step } = parameterShapes(architecture);
  return {
    is: `the cell is ${cell}`,
    layers,
    vocabulary,
    embedding,
    arrays: ofLayers((layer, width) =>
      componentsOf(cell).map((component): ArrayFacts => {
        const { name, symbol, formula, range } = needed(cells[cell].components[component], component);
        const about = { name, symbol, formula, range };
        return { name: componentName(component, layer), component, layer, width, about };
      }),
    ),
    widthOf: (array) => unitsOfArray(architecture, array),
    states: Object.fromEntries(
      ofLayers((layer) =>
        cells[cell].stateNames
          .map((name) => initialStateName(layer, name))
          .map((name) => [name, { shape: [unitsOfArray(architecture, name)], first: 0 }] as const),
      ),
    ),
    parameters: { step, decoder: { [decoderWeight]: weight, [decoderBias]: bias } },
    decoderReads: topArray(architecture),
    step(ops, values, { tokens, streams, tap }) {
      const { traces } = layersForward(ops, architecture, values, {
        tokens,
        steps: 1,
        batch: streams,
        initial: statesFrom(architecture, values),
        replace: (layer, component, value) => tap(component, layer, value),
      });
      const states = traces.flatMap(([trace], index) =>
        Object.entries(trace?.state ?? {}).map(([name, value]) => [initialStateName(index + 1, name), value] as const),
      );
      return Object.fromEntries(states);
    },
    decode,
  };
}
