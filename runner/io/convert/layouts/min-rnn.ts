/**
 * minGRU and minLSTM in the paper's form: layers.N.linear_z and linear_h, or linear_f, linear_i and linear_h, between an embedding
 * and a linear decoder. There is no official program; these names are those of its listings. A file cannot tell a candidate g(W x)
 * from W x: `cell=` says which. Source: Feng et al. 2024. Pure.
 */
import { parameterName } from '../../../nn/models/architecture.ts';
import type { CellName } from '../../../nn/models/cells/cells.ts';
import { readingPart } from '../../formats/refusals.ts';
import { stacked, zeros } from '../arrays.ts';
import { Assignment, fail, takeMatrices } from '../assignment.ts';
import type { Arrays, ImportedWeights, Layout, LayoutOptions } from './layout.ts';

export const minRnn: Layout = {
  label: 'minGRU and minLSTM (layers of linear_z and linear_h, or linear_f, linear_i and linear_h)',
  recognise(contents, options) {
    if (contents.kind !== 'arrays') return null;
    return Object.keys(contents.tensors).some((name) => gateName.test(name)) ? minModel(contents, options) : null;
  },
};

const gateName = /^(.*?)(\d+)\.linear_([zfih])\.(weight|bias)$/;

/** Blocks of rows in our order, by the gates that a layer has; the first cell is the usual one. */
const kinds: readonly { blocks: readonly string[]; cells: readonly [CellName, CellName] }[] = [
  { blocks: ['z', 'h'], cells: ['mingru', 'mingru-linear'] },
  { blocks: ['f', 'i', 'h'], cells: ['minlstm', 'minlstm-linear'] },
];

function minModel(contents: Arrays, options: LayoutOptions): ImportedWeights {
  const assignment = new Assignment(contents, options);
  const { tensors, rows, notes } = assignment;
  const found = [...tensors.keys()].flatMap((name) => {
    const [, prefix = '', layer, letter = ''] = gateName.exec(name) ?? [];
    return layer === undefined ? [] : [{ prefix, layer: Number(layer), place: prefix + layer, letter }];
  });
  /** Gates by the layer's place, as 'layers.0'. */
  const layers = Map.groupBy(
    found.toSorted((a, b) => a.layer - b.layer),
    ({ place }) => place,
  );
  if (new Set(found.map(({ prefix }) => prefix)).size > 1)
    return fail(`it has several recurrent parts: ${[...new Set(found.map(({ place }) => place))].join(', ')}`);
  const numbered = [...layers.keys()];
  const letters = [...new Set(layers.get(numbered[0] ?? '')?.map(({ letter }) => letter))].sort().join();
  const kind = kinds.find(({ blocks }) => [...blocks].sort().join() === letters);
  if (kind === undefined) return fail(`its layers have the parts linear_${letters.replaceAll(',', ', linear_')}`);
  const cell = options.cell ?? kind.cells[0];
  if (!kind.cells.includes(cell))
    return fail(`its weights are those of ${kind.cells.join(' or ')}, not of ${cell}`, 'Correct cell=');
  let [units, inputs] = [0, 0];
  for (const [index, place] of numbered.entries()) {
    const names = (what: string): string[] => kind.blocks.map((letter) => `${place}.linear_${letter}.${what}`);
    const matrices = names('weight').map((name) => tensors.get(name) ?? fail(`it has no ${name}`));
    const [height = 0, width = 0] = matrices[0]?.shape ?? [];
    const biases = names('bias').map((name) => tensors.get(name) ?? zeros(height));
    for (const [what, parts] of Object.entries({ weight: matrices, bias: biases })) {
      const tensor = readingPart(place, () => stacked(parts));
      const theirs = names(what);
      const present = theirs.filter((name) => tensors.has(name));
      rows.push([parameterName(`${what}_ih`, index + 1), present, () => tensor, theirs.join(', ')]);
    }
    units = height;
    if (index === 0) inputs = width;
  }
  const embedding = takeMatrices(assignment, units, inputs);
  const { weights, origins } = assignment.mapped();
  if (options.cell === undefined)
    notes.push(
      `The file does not say which candidate it has: taken is ${kind.cells[0]}, n = g(W x + b), as it is trained in logarithms; cell=${kind.cells[1]} reads it with n = W x + b.`,
    );
  const format = `${contents.format} of a ${cell.startsWith('mingru') ? 'minGRU' : 'minLSTM'}`;
  return { format, cell, layers: numbered.length, embedding, weights, origins, notes };
}
