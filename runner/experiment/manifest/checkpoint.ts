/**
 * A checkpoint fixes the model: fills a manifest in with what the checkpoint is, and refuses keys that say otherwise.
 * Pure; knows no file.
 */

import { item } from '../../core/at.ts';
import { InputError } from '../../core/errors.ts';
import { counted, either } from '../../core/format.ts';
import type { Units } from '../../nn/models/architecture.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import { factsOf, isCell, type NetworkName, nameOfNetwork } from '../../nn/models/networks.ts';
import { type Activation, isOfNeurons } from '../../nn/models/readers/reader.ts';
import { isOfCells, type Readable, readerOf } from '../../nn/models/reading.ts';
import type { LoadedManifest } from './load.ts';
import { evidenceLevel } from './parts-schema.ts';
import { presets } from './presets.ts';
import { pathOf, shown, valueAt } from './problem.ts';
import { asRecord, recordedOf } from './record.ts';
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
  const units = isOfCells(architecture) ? architecture.units : item(arrays, 0).width;
  const { embedding } = readerOf(architecture);
  const { projection = undefined, residual = undefined } = isOfCells(architecture) ? architecture : {};
  // A whole network is trained further as it is: what would be dropped in it is nobody's practice.
  const withoutDropout = manifest.train.continue && !isOfCells(architecture);
  const facts: readonly (readonly [key: string, value: string | boolean | number | Units])[] = [
    ['model.cell', cell],
    ['model.layers', layers],
    ['model.units', units],
    ['model.projection', projection ?? 'none'],
    ['model.residual', residual ?? false],
    ['model.direction', direction ?? 'forward'],
    ['model.embedding.size', embedding],
    ['corpus.unit', unit],
    ['corpus.tokens', model.tokens ?? 'none'],
    ...(withoutDropout ? ([['train.dropout', 0]] as const) : []),
  ];
  for (const [key, value] of facts) {
    const asked = valueAt(manifest, pathOf(key));
    const what = `"${key}" is ${shown(asked)} and the checkpoint ${name} has ${shown(value)}`;
    const fix = `Leave ${key} out, or train a new model by leaving the checkpoint empty: model.checkpoint=`;
    if (stated.has(key) && `${asked}` !== `${value}`) throw new InputError('checkpoint-fixes-model', { what, fix });
  }
  const { source } = manifest.observe;
  const ownText =
    !stated.has('corpus.source') &&
    !manifest.train.continue &&
    source !== 'held-out' &&
    manifest.corpus.source.join(', ') !== (model.training?.corpus.name ?? null);
  return {
    ...manifest,
    corpus: {
      ...manifest.corpus,
      unit,
      ...(ownText && { source: [source] }),
      ...(model.tokens !== undefined && { tokens: model.tokens }),
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
    ...(withoutDropout && { train: { ...manifest.train, dropout: 0 } }),
    record: asRecord(arrays.map(({ layer, component }) => ({ layer, component }))),
  };
}

/** The array that is analysed, of so many in the list. @throws InputError when there is none, or its numbers are no neurons. */
function recordedIn(
  { manifest, stated }: Pick<LoadedManifest, 'manifest' | 'stated'>,
  index: number,
  architecture: Readable,
  name: string,
): Activation {
  const all = recordedOf(manifest);
  const { layer, component: asked } = item(all, index);
  const network = nameOfNetwork(architecture);
  const arrays = readerOf(architecture).arrays.filter((each) => each.layer === layer);
  const isStated = stated.has(`record.${index}.component`) || (all.length === 1 && stated.has('record.component'));
  // That of a preset counts where the network has it.
  const isPresets =
    manifest.preset !== null &&
    'record' in presets[manifest.preset] &&
    arrays.some((each) => each.component === asked && isOfNeurons(each.about));
  const component = isStated || isPresets ? asked : factsOf(network).defaultComponent;
  const key = all.length === 1 ? 'record' : `record.${index}`;
  const layers = counted(architecture.layers, 'layer');
  if (layer > architecture.layers)
    throw new InputError('no-such-layer', {
      what: `"${key}.layer" is ${layer} and the checkpoint ${name} has ${layers}`,
    });
  const found = arrays.find((each) => each.component === component);
  const neurons = arrays.filter(({ about }) => isOfNeurons(about)).map((each) => each.component);
  const refusal = (what: string, why?: string, fix = `Choose ${either(neurons)}`) =>
    new InputError('no-such-component', { what: `"${key}.component" is ${component}, ${what}`, why, fix });
  if (found === undefined) throw refusal(`which the ${nameIn(network)} of the checkpoint ${name} does not have`);
  if (!isOfNeurons(found.about))
    throw refusal(`the ${found.about.name} of the ${nameIn(network)} ${name}, which is no component of neurons`);
  const onlyShown = `The ${found.about.name} is computed to be looked at; nothing follows from it, and it cannot be held`;
  if (found.about.onlyShown === true && evidenceLevel(manifest.evidence) === 'full')
    throw refusal('and "evidence" full holds neurons', onlyShown, 'Set evidence to quick, or choose another component');
  return found;
}

/** As a manifest names it, or its author. */
const nameIn = (network: NetworkName): string => (isCell(network) ? network : factsOf(network).label);
