/** Settings of the network, and of what is recorded of it, that are each fine but not together. Pure. */

import { both, counted, either } from '../../core/words.ts';
import { cellNames, cells } from '../../models/cells/cells.ts';
import { analysedComponents, isCell } from '../../models/networks.ts';
import { contradiction, dotted, type KeyPath, type Problem } from './problem.ts';
import { recordedOf } from './record.ts';
import type { UnreadManifest } from './resolved.ts';
import { drawn, isFileOfVectors } from './schema.ts';

export function ofNetwork(manifest: UnreadManifest): Problem[] {
  return [...ofModel(manifest), ...ofRecord(manifest), ...ofStack(manifest), ...ofVectors(manifest)];
}

/** With a checkpoint, its own cell and layers count; they are checked when it is loaded. */
function ofModel({ model, record }: UnreadManifest): Problem[] {
  if (model.checkpoint !== null) return [];
  const all = recordedOf({ record });
  return all.flatMap(({ layer, component }, index): Problem[] => {
    const problems: Problem[] = [];
    const place: KeyPath = all.length === 1 ? ['record'] : ['record', index];
    const key = dotted(place);
    if (layer > model.layers) {
      const what = `"${key}.layer" is ${layer} and the model has ${counted(model.layers, 'layer')}`;
      const fix = model.layers === 1 ? `Set ${key}.layer to 1` : `Choose a layer from 1 to ${model.layers}`;
      problems.push(
        contradiction(
          [
            [...place, 'layer'],
            ['model', 'layers'],
          ],
          what,
          fix,
        ),
      );
    }
    const components = analysedComponents(model.cell);
    if (!components.includes(component)) {
      const what = `"${key}.component" is ${component}, which cell ${model.cell} does not have`;
      problems.push(
        contradiction(
          [
            [...place, 'component'],
            ['model', 'cell'],
          ],
          what,
          `Choose ${either(components)}`,
        ),
      );
    }
    return problems;
  });
}

/** A list of what is recorded has each once. */
function ofRecord({ record }: UnreadManifest): Problem[] {
  const all = recordedOf({ record });
  return all.flatMap(({ layer, component }, index) => {
    const first = all.findIndex((each) => each.layer === layer && each.component === component);
    const what = `"record.${index}" is ${component} of layer ${layer}, as "record.${first}" is`;
    return first === index
      ? []
      : [
          contradiction(
            [
              ['record', index],
              ['record', first],
            ],
            what,
            'Leave one of them out',
          ),
        ];
  });
}

/** What layers give to those above them. */
function ofStack({ model: { checkpoint, cell, layers, units, projection, residual } }: UnreadManifest): Problem[] {
  if (checkpoint !== null || !isCell(cell)) return [];
  const problems: Problem[] = [];
  const projected: KeyPath = ['model', 'projection'];
  if (projection !== undefined && cells[cell].projects !== true) {
    const what = `"model.projection" is ${projection}, and "model.cell" ${cell}`;
    const able = cellNames.filter((name) => cells[name].projects === true);
    const why = 'It carries its hidden state itself to the next token';
    problems.push(
      contradiction([projected, ['model', 'cell']], what, `Choose ${either(able)}, or leave projection out`, why),
    );
  }
  const widths = [units].flat().filter((width) => width !== 'auto');
  if (projection !== undefined && widths.some((width) => projection >= width)) {
    const what = `"model.projection" is ${projection} and "model.units" ${both(widths.map(String))}`;
    problems.push(
      contradiction([projected, ['model', 'units']], what, 'Choose a projection of fewer numbers than neurons'),
    );
  }
  if (residual !== true) return problems;
  const added: KeyPath = ['model', 'residual'];
  if (layers === 1) {
    const what = '"model.residual" is true and "model.layers" 1';
    problems.push(
      contradiction([added, ['model', 'layers']], what, 'Choose two layers or more, or leave residual out'),
    );
  }
  if (projection === undefined && new Set(widths).size > 1) {
    const what = `"model.residual" is true and "model.units" ${both(widths.map(String))}`;
    const fix = 'Choose layers of one width, or a projection';
    problems.push(contradiction([added, ['model', 'units']], what, fix, 'Only what is of equal length can be added'));
  }
  return problems;
}

function ofVectors({ model: { embedding, checkpoint } }: UnreadManifest): Problem[] {
  const from: KeyPath = ['model', 'embedding', 'from'];
  if (embedding.from === drawn && embedding.further !== true) return [];
  const named = `"model.embedding.from" is ${embedding.from}`;
  if (checkpoint !== null) {
    const what = `${named}, and "model.checkpoint" brings its own vectors`;
    return [
      contradiction(
        [from, ['model', 'checkpoint']],
        what,
        'Leave one of them out; model.checkpoint= (empty) trains anew',
      ),
    ];
  }
  const further: KeyPath = ['model', 'embedding', 'further'];
  if (embedding.further === true && !isFileOfVectors(embedding.from)) {
    const what = `"model.embedding.further" is true and "model.embedding.from" is ${embedding.from}`;
    return [
      contradiction(
        [further, from],
        what,
        'Name the file of vectors that are to be learned further, or leave further out',
      ),
    ];
  }
  if (embedding.size > 0) return [];
  const what = `${named}, and one-hot input (size 0) has no vectors`;
  return [contradiction([from, ['model', 'embedding', 'size']], what, 'Give a size, or leave it out')];
}
