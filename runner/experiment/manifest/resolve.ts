/**
 * From a manifest as written (plain data) to the resolved one: checked against the schema, with the defaults that
 * depend on other keys, and without contradictions. Pure; files are not touched, so word lists stay paths.
 */
import { subword, type Unit } from '../../core/cut.ts';
import { nearest } from '../../core/suggest.ts';
import { both, counted, either, pluralOf } from '../../core/words.ts';
import { asUnits } from '../../nn/models/architecture.ts';
import { cellNames, cells } from '../../nn/models/cells/cells.ts';
import { analysedComponents, factsOf, isCell } from '../../nn/models/networks.ts';
import { catalogue } from '../../text/labels/catalogue.ts';
import { featureContradictions, onlyObserved, withinFeature } from '../../text/labels/features.ts';
import { referenceClasses } from '../../text/labels/kind.ts';
import { problemsOf } from './issues.ts';
import { withPreset } from './presets.ts';
import { type Problem, pathOf } from './problem.ts';
import { asRecord, recordedOf } from './record.ts';
import type { UnreadManifest } from './resolved.ts';
import { drawn, isFileOfVectors, manifestSchema, type WrittenManifest } from './schema.ts';

export type Resolution = { manifest: UnreadManifest } | { problems: [Problem, ...Problem[]] };

/** Length of the token vectors where neither the manifest nor a file of vectors says it. */
const defaultSize = 300;

/**
 * Either the manifest or all that is wrong with it, in a fixed order.
 * @param fileSize of the vectors in the file that it names.
 */
export function resolveManifest(written: unknown, fileSize = defaultSize): Resolution {
  const data = withPreset(written);
  const parsed = manifestSchema.safeParse(data);
  if (!parsed.success) {
    const [problem, ...more] = problemsOf(parsed.error.issues, data);
    if (problem === undefined) throw parsed.error;
    return { problems: [problem, ...more] };
  }
  const manifest = complete(parsed.data, fileSize);
  const [wrong, ...rest] = contradictions(manifest);
  return wrong === undefined ? { manifest } : { problems: [wrong, ...rest] };
}

function complete(parsed: WrittenManifest, fileSize: number): UnreadManifest {
  const { model, train, record, detect, neurons } = parsed;
  const size = model.embedding.size ?? fileSize;
  const units = model.units === 'auto' && size > 0 ? size : model.units;
  return {
    ...parsed,
    model: {
      ...model,
      embedding: { ...model.embedding, size },
      units: Array.isArray(units) ? asUnits(units) : units,
      // A list says how many there are.
      layers: Array.isArray(units) ? units.length : model.layers,
    },
    // Clipping by value replaces the default clipping by norm.
    train: {
      ...train,
      clipNorm: train.clipNorm === undefined ? (train.clipValue === null ? 1 : null) : train.clipNorm,
    },
    record: asRecord(
      [record]
        .flat()
        .map(({ layer, component }) => ({ layer, component: component ?? factsOf(model.cell).defaultComponent })),
    ),
    // Who names neurons wants those and no others.
    detect: {
      ...detect,
      by: detect.by ?? (neurons === null ? 'relevance' : 'none'),
      neighbours: detect.neighbours ?? (neurons === null ? 1 : 0),
    },
  };
}

type Found = Iterable<Problem>;

/** Settings that are each fine but not together: of the text, the network, the training, and of features and how neurons are found for them. */
const contradictions = (manifest: UnreadManifest): Problem[] => [
  ...ofText(manifest),
  ...ofRecord(manifest),
  ...ofStack(manifest),
  ...ofVectors(manifest),
  ...ofTraining(manifest),
  ...ofObservation(manifest),
  ...ofSeeds(manifest),
  ...ofDetection(manifest),
  ...ofFeatures(manifest.features, manifest.corpus.unit),
];

/** @param keys dotted, with spaces between them: what is wrong is said where the first of them stands. */
function contradiction(keys: string, what: string, fix: string, why?: string): Problem {
  const [path = [], ...others] = keys.split(' ').map(pathOf);
  return { path, others, about: 'value', what, why, fix };
}

function* ofText({ corpus: { heldOut, validation, unit, tokens }, model }: UnreadManifest): Found {
  if (heldOut + validation >= 1) {
    const what = `"corpus.heldOut" ${heldOut} and "corpus.validation" ${validation} leave no document to train on`;
    yield contradiction('corpus.heldOut corpus.validation', what, 'Choose shares with a sum below 1');
  }
  if (unit === subword && model.checkpoint === null) {
    const what = '"corpus.unit" is subword, and "model.checkpoint" names no model whose tokenizer could cut the text';
    const fix = 'Name a model that comes with a tokenizer, or train on words, characters or bytes';
    yield contradiction('corpus.unit model.checkpoint', what, fix);
  } else if (tokens !== undefined && unit !== 'word') {
    const what = `"corpus.tokens" is ${tokens}, and "corpus.unit" ${unit}`;
    const why = 'Only words stand between white space';
    yield contradiction('corpus.tokens corpus.unit', what, 'Leave one of them out', why);
  }
}

/** With a checkpoint, its own cell and layers count; they are checked when it is loaded. A list of what is recorded has each once. */
function* ofRecord({ model, record }: UnreadManifest): Found {
  const all = recordedOf({ record });
  for (const [index, { layer, component }] of model.checkpoint === null ? all.entries() : []) {
    const key = all.length === 1 ? 'record' : `record.${index}`;
    if (layer > model.layers) {
      const what = `"${key}.layer" is ${layer} and the model has ${counted(model.layers, 'layer')}`;
      const fix = model.layers === 1 ? `Set ${key}.layer to 1` : `Choose a layer from 1 to ${model.layers}`;
      yield contradiction(`${key}.layer model.layers`, what, fix);
    }
    const components = analysedComponents(model.cell);
    if (!components.includes(component)) {
      const what = `"${key}.component" is ${component}, which cell ${model.cell} does not have`;
      yield contradiction(`${key}.component model.cell`, what, `Choose ${either(components)}`);
    }
  }
  for (const [index, { layer, component }] of all.entries()) {
    const first = all.findIndex((each) => each.layer === layer && each.component === component);
    const what = `"record.${index}" is ${component} of layer ${layer}, as "record.${first}" is`;
    if (first < index) yield contradiction(`record.${index} record.${first}`, what, 'Leave one of them out');
  }
}

/** What layers give to those above them. */
function* ofStack({ model: { checkpoint, cell, layers, units, projection, residual } }: UnreadManifest): Found {
  if (checkpoint !== null || !isCell(cell)) return;
  if (projection !== undefined && cells[cell].projects !== true) {
    const what = `"model.projection" is ${projection}, and "model.cell" ${cell}`;
    const able = cellNames.filter((name) => cells[name].projects === true);
    const why = 'It carries its hidden state itself to the next token';
    yield contradiction('model.projection model.cell', what, `Choose ${either(able)}, or leave projection out`, why);
  }
  const widths = [units].flat().filter((width) => width !== 'auto');
  if (projection !== undefined && widths.some((width) => projection >= width)) {
    const what = `"model.projection" is ${projection} and "model.units" ${both(widths.map(String))}`;
    const fix = 'Choose a projection of fewer numbers than neurons';
    yield contradiction('model.projection model.units', what, fix);
  }
  if (residual !== true) return;
  if (layers === 1) {
    const what = '"model.residual" is true and "model.layers" 1';
    yield contradiction('model.residual model.layers', what, 'Choose two layers or more, or leave residual out');
  }
  if (projection === undefined && new Set(widths).size > 1) {
    const what = `"model.residual" is true and "model.units" ${both(widths.map(String))}`;
    const why = 'Only what is of equal length can be added';
    yield contradiction('model.residual model.units', what, 'Choose layers of one width, or a projection', why);
  }
}

function* ofVectors({ model: { embedding, checkpoint } }: UnreadManifest): Found {
  const [from, further] = ['model.embedding.from', 'model.embedding.further'];
  if (embedding.from === drawn && embedding.further !== true) return;
  const named = `"${from}" is ${embedding.from}`;
  if (checkpoint !== null) {
    const what = `${named}, and "model.checkpoint" brings its own vectors`;
    const fix = 'Leave one of them out; model.checkpoint= (empty) trains anew';
    yield contradiction(`${from} model.checkpoint`, what, fix);
  } else if (embedding.further === true && !isFileOfVectors(embedding.from)) {
    const fix = 'Name the file of vectors that are to be learned further, or leave further out';
    yield contradiction(`${further} ${from}`, `"${further}" is true and ${named}`, fix);
  } else if (embedding.size === 0) {
    const what = `${named}, and one-hot input (size 0) has no vectors`;
    yield contradiction(`${from} model.embedding.size`, what, 'Give a size, or leave it out');
  }
}

function* ofTraining({ train }: UnreadManifest): Found {
  if (train.objective === 'last') return;
  for (const key of ['flipInput', 'dropRare'] as const) {
    if (!train[key]) continue;
    const what = `"train.${key}" needs "train.objective": last`;
    const why = 'It is about separate windows, and every reads the text as one stream';
    yield contradiction(
      `train.${key} train.objective`,
      what,
      `Set train.objective to last, or train.${key} to false`,
      why,
    );
  }
}

function* ofObservation({ observe: { source, longest, segment, warmUp, tokens } }: UnreadManifest): Found {
  if (longest !== undefined && source === 'held-out') {
    const what = `"observe.longest" ${longest} asks for longer lines than were trained on, and the held-out ones are as long as these`;
    const fix = 'Name the language, as in observe: { source: counter, longest: 60 }';
    yield contradiction('observe.longest observe.source', what, fix);
  }
  if (typeof segment !== 'number') return;
  if (warmUp >= segment) {
    const what = `"observe.warmUp" ${warmUp} leaves nothing to count of segments of ${segment} ${pluralOf(segment, 'token')}`;
    yield contradiction('observe.warmUp observe.segment', what, `Choose a warm-up below ${segment}`);
  }
  if (tokens < segment) {
    const what = `"observe.tokens" ${tokens} is less than one segment: "observe.segment" is ${segment}`;
    yield contradiction('observe.tokens observe.segment', what, `Choose ${segment} or more, or shorter segments`);
  }
}

/** Further seeds are trained as the first was, so the first must be trained here too. */
function* ofSeeds({ seeds, model }: UnreadManifest): Found {
  if (seeds === 1 || model.checkpoint === null) return;
  const what = `"seeds" ${seeds} asks for more trainings and "model.checkpoint" for none`;
  yield contradiction('seeds model.checkpoint', what, 'Set model.checkpoint= (empty) to train, or seeds to 1');
}

function* ofDetection({ detect, features, neurons, fourier: { band } }: UnreadManifest): Found {
  if (detect.by === 'none' && neurons === null) {
    const fix = 'Give them, as in neurons: [17-19, 44], or detect by relevance';
    yield contradiction('detect.by', '"detect.by" is none and no neurons are given', fix);
  }
  if (detect.by !== 'none' && neurons !== null) {
    const what = `"neurons" are given and "detect.by" is ${detect.by}`;
    yield contradiction('neurons detect.by', what, 'Set detect.by to none, or leave neurons out');
  }
  for (const [index, feature] of detect.on === 'sampled' ? features.entries() : []) {
    const limit = typeof feature === 'string' ? null : onlyObserved(feature);
    if (limit === null) continue;
    const what = `"features.${index}" is given by ${limit.key} and "detect.on" is sampled`;
    yield contradiction(`features.${index}.${limit.key} detect.on`, what, 'Set detect.on to observed', limit.why);
  }
  if (detect.by === 'effect' && detect.on === 'sampled') {
    const what = '"detect.by" is effect and "detect.on" is sampled';
    const why =
      'An effect is measured within documents and beside other documents, and the sampled text is one stretch';
    yield contradiction('detect.on', what, 'Set detect.on to observed, or detect by relevance', why);
  }
  if (detect.by === 'fourier' && band === null) {
    const what = '"detect.by" is fourier and no band of frequencies is given';
    yield contradiction('detect.by', what, 'Give one, as in fourier.band: [0.4, 0.5]');
  }
  if (band !== null && band[0] > band[1]) {
    const what = `"fourier.band" runs from ${band[0]} down to ${band[1]}`;
    yield contradiction('fourier.band', what, 'Give the lower frequency first');
  }
}

type AskedFeatures = UnreadManifest['features'];

/** Features that are each written right but cannot be meant: twice, backwards, or with a pattern that is none. */
function* ofFeatures(features: AskedFeatures, unit: Unit): Found {
  const nameOf = (feature: AskedFeatures[number] | undefined) => (typeof feature === 'object' ? feature.name : null);
  for (const [index, feature] of features.entries()) {
    const name = nameOf(feature);
    const first = features.findIndex((each) => nameOf(each) === name);
    const own = `features.${index}`;
    if (first < index && name === null) {
      yield contradiction(`${own} features.${first}`, 'the catalogue is asked for twice', 'Leave one out');
    } else if (first < index) {
      const what = `two features are called "${name}"`;
      yield contradiction(`${own}.name features.${first}.name`, what, 'Give each its own name');
    }
    if (typeof feature === 'string') continue;
    yield* askedWithin(features, index, unit);
    for (const { key, what, why, fix } of featureContradictions(feature))
      yield contradiction(`${own}.${key}`, what, fix, why);
  }
}

/** `among` names a class of tokens, or another feature of the experiment. */
function* askedWithin(features: AskedFeatures, index: number, unit: Unit): Found {
  const feature = features[index];
  const other = typeof feature === 'object' ? withinFeature(feature) : null;
  if (typeof feature !== 'object' || other === null) return;
  const path = `features.${index}.among`;
  if (other === feature.name) {
    const what = `"features.${index}" is asked among itself`;
    yield contradiction(path, what, 'Name another feature, or leave among out');
    return;
  }
  const names = features.flatMap((each) =>
    (typeof each === 'string' ? catalogue(unit) : [each]).map(({ name }) => name),
  );
  if (names.includes(other)) return;
  const what = `"${path}" is "${other}", and no feature of the experiment is called so`;
  const close = nearest(other, [...referenceClasses, ...names.filter((name) => name !== feature.name)]);
  const fix = close === null ? `Choose ${either(referenceClasses)}, or name a feature` : `Did you mean "${close}"?`;
  yield contradiction(path, what, fix);
}
