/** Networks of cells as readers. */
import {
  type Architecture,
  carriedName,
  decoderBias,
  decoderWeight,
  parameterShapes,
  topArray,
  unitsOfArray,
} from '../architecture.ts';
import { componentName, needed } from '../cells/cell.ts';
import { cells, componentsOf } from '../cells/cells.ts';
import { decode, layersForward, statesFrom } from '../network.ts';
import type { ArrayFacts, ComponentAbout, NetworkReader } from './reader.ts';

/** What a layer gives, where that is not its hidden state. Any rotation of them is the same network. */
const given = {
  projected: { name: 'projected hidden state', symbol: 'r', formula: 'r = W_r h', role: 'stream' },
  residual: {
    name: 'stream after the layer',
    symbol: 'y',
    formula: 'y = h + x, of a projected layer r + x',
    role: 'stream',
  },
} as const satisfies Record<string, ComponentAbout>;

export function cellReader(architecture: Architecture): NetworkReader {
  const { cell, layers, vocabulary, embedding } = architecture;
  const ofLayers = <A>(make: (layer: number) => A[]): A[] =>
    Array.from({ length: layers }, (_, index) => make(index + 1)).flat();
  const { [decoderWeight]: weight = [], [decoderBias]: bias = [], ...step } = parameterShapes(architecture);
  return {
    is: `the cell is ${cell}`,
    layers,
    vocabulary,
    embedding,
    arrays: ofLayers((layer): ArrayFacts[] => {
      const ofCell = componentsOf(cell).map((component): [string, ComponentAbout] => {
        const { name, symbol, formula, range } = needed(cells[cell].components[component], component);
        return [component, { name, symbol, formula, range }];
      });
      const ofLayer = Object.entries(given).filter(
        ([component]) =>
          (component === 'projected' && architecture.projection !== undefined) ||
          (component === 'residual' && architecture.residual && layer > 1),
      );
      return [...ofCell, ...ofLayer].map(([component, about]) => {
        const name = componentName(component, layer);
        return { name, component, layer, width: unitsOfArray(architecture, name), about };
      });
    }),
    widthOf: (array) => unitsOfArray(architecture, array),
    states: Object.fromEntries(
      ofLayers((layer) =>
        cells[cell].stateNames
          .map((name) => carriedName(architecture, name, layer))
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
        Object.entries(trace?.state ?? {}).map(
          ([name, value]) => [carriedName(architecture, name, index + 1), value] as const,
        ),
      );
      return Object.fromEntries(states);
    },
    decode,
  };
}
