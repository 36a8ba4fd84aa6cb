/**
 * A checkpoint fixes the model: fills a manifest in with what the checkpoint is, and refuses keys that say otherwise.
 * Pure; knows no file.
 */

import { InputError } from '../../core/errors.ts';
import type { Units } from '../../models/architecture.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import { nameOfNetwork } from '../../models/networks.ts';
import { isOfCells, type Readable, readerOf } from '../../models/reading.ts';
import type { LoadedManifest } from './load.ts';
import { shown, valueAt } from './problem.ts';
import { asRecord, recordedOf } from './record.ts';
import { recordedIn } from './recorded-in.ts';
import type { AskedFeature, Manifest } from './resolved.ts';

/** What of a model a manifest must fit. */
export type GivenModel = Pick<Checkpoint<Readable>, 'architecture' | 'unit' | 'tokens' | 'direction' | 'training'>;

/**
 * The manifest with the checkpoint's cell, layers, units, embedding size, direction and kind of token. Where it names a text to
 * observe and no corpus, and the model was not trained on the default one, that text is the corpus: the model's
 * vocabulary need not know any other.
 * @param name the checkpoint's path, for errors.
 * @throws InputError when a key that the manifest states contradicts the checkpoint, or when the recorded layer or
 * component is not there.
 */
export function withCheckpoint(
  { manifest, stated }: LoadedManifest,
  model: GivenModel,
  name: string,
): Manifest<AskedFeature> {
  const { architecture, unit, direction } = model;
  const cell = nameOfNetwork(architecture);
  const { layers } = architecture;
  const arrays = recordedOf(manifest).map((_, index) => recordedIn({ manifest, stated }, index, architecture, name));
  const [first = recordedIn({ manifest, stated }, 0, architecture, name)] = arrays;
  const units = isOfCells(architecture) ? architecture.units : first.width;
  const { embedding } = readerOf(architecture);
  const { projection = undefined, residual = undefined } = isOfCells(architecture) ? architecture : {};
  const facts: readonly (readonly [path: readonly string[], value: string | boolean | Units])[] = [
    [['model', 'cell'], cell],
    [['model', 'layers'], layers],
    [['model', 'units'], units],
    [['model', 'projection'], projection ?? 'none'],
    [['model', 'residual'], residual ?? false],
    [['model', 'direction'], direction ?? 'forward'],
    [['model', 'embedding', 'size'], embedding],
    [['corpus', 'unit'], unit],
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
  const ownText =
    !stated.has('corpus.source') &&
    !manifest.train.continue &&
    manifest.observe.source !== 'held-out' &&
    manifest.corpus.source.join(', ') !== (model.training?.corpus.name ?? null);
  return {
    ...manifest,
    corpus: {
      ...manifest.corpus,
      unit,
      ...(model.tokens !== undefined && { tokens: model.tokens }),
      source: ownText ? [manifest.observe.source] : manifest.corpus.source,
    },
    model: {
      ...manifest.model,
      cell,
      layers,
      units,
      ...(projection !== undefined && { projection }),
      ...(residual && { residual }),
      ...(direction !== undefined && { direction }),
      embedding: { ...manifest.model.embedding, size: embedding },
    },
    record: asRecord(recordedOf({ record: arrays.map(({ layer, component }) => ({ layer, component })) })),
  };
}
