/**
 * A checkpoint fixes the model: fills a manifest in with what the checkpoint is, and refuses keys that say otherwise.
 * Pure; knows no file.
 */

import type { TokenizedText, Unit } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { counted, either } from '../core/words.ts';
import type { Units } from '../models/architecture.ts';
import { type CellName, componentsOf, defaultComponent } from '../models/cells/cells.ts';
import type { LoadedManifest } from './load.ts';
import { shown, valueAt } from './problem.ts';
import type { AskedFeature, Manifest } from './resolved.ts';

export interface CheckpointModel {
  cell: CellName;
  layers: number;
  units: Units;
  /** Length of the token vectors; 0: one-hot. */
  embedding: number;
  unit: Unit;
  tokens?: TokenizedText | undefined;
  /** Name of the corpus that it was trained on; null: not known. */
  trainedOn: string | null;
}

/**
 * The manifest with the checkpoint's cell, layers, units, embedding size and kind of token. Where it names a text to
 * observe and no corpus, and the model was not trained on the default one, that text is the corpus: the model's
 * vocabulary need not know any other.
 * @param name the checkpoint's path, for errors.
 * @throws InputError when a key that the manifest states contradicts the checkpoint, or when the recorded layer or
 * component is not there.
 */
export function withCheckpoint(
  { manifest, stated }: LoadedManifest,
  model: CheckpointModel,
  name: string,
): Manifest<AskedFeature> {
  const facts: readonly (readonly [path: readonly string[], value: string | Units])[] = [
    [['model', 'cell'], model.cell],
    [['model', 'layers'], model.layers],
    [['model', 'units'], model.units],
    [['model', 'embedding', 'size'], model.embedding],
    [['corpus', 'unit'], model.unit],
  ];
  for (const [path, value] of facts) {
    const key = path.join('.');
    const asked = valueAt(manifest, path);
    if (stated.has(key) && `${asked}` !== `${value}`) {
      throw new InputError('checkpoint-fixes-model', {
        what: `"${key}" is ${shown(asked)} and the checkpoint ${name} has ${shown(value)}`,
        fix: `Leave ${key} out, or train a new model by leaving the checkpoint empty: model.checkpoint=`,
      });
    }
  }
  if (manifest.corpus.tokens !== undefined && model.tokens === undefined) {
    throw new InputError('checkpoint-fixes-model', {
      what: `"corpus.tokens" is ${manifest.corpus.tokens}, and the checkpoint ${name} reads words, spaces and marks`,
      fix: `Leave corpus.tokens out; or, if it was trained on words between white space, import it again with tokens=whitespace`,
    });
  }
  const component = stated.has('record.component') ? manifest.record.component : defaultComponent(model.cell);
  if (manifest.record.layer > model.layers) {
    throw new InputError('no-such-layer', {
      what: `"record.layer" is ${manifest.record.layer} and the checkpoint ${name} has ${counted(model.layers, 'layer')}`,
    });
  }
  if (!componentsOf(model.cell).includes(component)) {
    throw new InputError('no-such-component', {
      what: `"record.component" is ${component}, which the ${model.cell} of the checkpoint ${name} does not have`,
      fix: `Choose ${either(componentsOf(model.cell))}`,
    });
  }
  const ownText =
    !stated.has('corpus.source') &&
    !manifest.train.continue &&
    manifest.observe.source !== 'held-out' &&
    manifest.corpus.source.join(', ') !== model.trainedOn;
  return {
    ...manifest,
    corpus: {
      ...manifest.corpus,
      unit: model.unit,
      ...(model.tokens !== undefined && { tokens: model.tokens }),
      source: ownText ? [manifest.observe.source] : manifest.corpus.source,
    },
    model: {
      ...manifest.model,
      cell: model.cell,
      layers: model.layers,
      units: model.units,
      embedding: { ...manifest.model.embedding, size: model.embedding },
    },
    record: { ...manifest.record, component },
  };
}
