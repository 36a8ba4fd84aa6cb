/**
 * From a manifest as written (plain data) to the resolved one: checked against the schema, with the defaults that
 * depend on other keys, and without contradictions. Pure; files are not touched, so word lists stay paths.
 */
import { subword } from '../../core/cut.ts';
import { both, either } from '../../core/format.ts';
import { nearest } from '../../core/suggest.ts';
import { asUnits } from '../../nn/models/architecture.ts';
import { cellNames, cells } from '../../nn/models/cells/cells.ts';
import { analysedComponents, factsOf, isCell } from '../../nn/models/networks.ts';
import { catalogue } from '../../text/labels/catalogue.ts';
import { featureContradictions, onlyObserved, withinFeature } from '../../text/labels/features.ts';
import { referenceClasses } from '../../text/labels/kind.ts';
import { problemsOf } from './issues.ts';
import { withPreset } from './presets.ts';
import { type Problem, pathOf, valueAt } from './problem.ts';
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

/** @param keys dotted, with spaces between them: what is wrong is said where the first of them stands. */
function contradiction(keys: string, what: string, fix: string, why?: string): Problem {
  const [path = [], ...others] = keys.split(' ').map(pathOf);
  return { path, others, about: 'value', what, why, fix };
}

const clashIn = (manifest: UnreadManifest) => (keys: string, fix: string, why?: string) => {
  const values = keys.split(' ').map((key) => `"${key}" is ${valueWords(valueAt(manifest, pathOf(key)))}`);
  return contradiction(keys, both(values), fix, why);
};

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'left out';
  if (Array.isArray(value)) return both(value.map(String));
  return typeof value === 'object' ? 'given' : String(value);
}

type Found = Iterable<Problem>;
type Clash = ReturnType<typeof clashIn>;

/** Settings that are each fine but not together: of the text, the network, the training, and of features and how neurons are found for them. */
function contradictions(manifest: UnreadManifest): Problem[] {
  const clash = clashIn(manifest);
  const checks = [ofText, ofRecord, ofStack, ofVectors, ofTraining, ofDetection, ofFeatures];
  return checks.flatMap((check) => [...check(manifest, clash)]);
}

function* ofText({ corpus, model, observe }: UnreadManifest, clash: Clash): Found {
  const { heldOut, validation, unit, tokens } = corpus;
  const none = 'No document is left to train on';
  if (heldOut + validation >= 1)
    yield clash('corpus.heldOut corpus.validation', 'Choose shares with a sum below 1', none);
  const whole = 'Name a model that comes with a tokenizer, or train on words, characters or bytes';
  if (unit === subword && model.checkpoint === null)
    yield clash('corpus.unit model.checkpoint', whole, 'Nothing could cut the text');
  else if (tokens !== undefined && unit !== 'word')
    yield clash('corpus.tokens corpus.unit', 'Leave one of them out', 'Only words stand between white space');
  const { source, longest, segment, warmUp } = observe;
  const named = 'Name the language, as in observe: { source: counter, longest: 60 }';
  const asLong = 'Lines that are held out are as long as those that are trained on';
  if (longest !== undefined && source === 'held-out') yield clash('observe.longest observe.source', named, asLong);
  if (typeof segment !== 'number') return;
  const fewer = `Choose a warm-up below ${segment}`;
  if (warmUp >= segment) yield clash('observe.warmUp observe.segment', fewer, 'Nothing of a segment is left to count');
  const more = `Choose ${segment} or more, or shorter segments`;
  if (observe.tokens < segment) yield clash('observe.tokens observe.segment', more, 'That is less than one segment');
}

/** With a checkpoint, its own cell and layers count; they are checked when it is loaded. A list of what is recorded has each once. */
function* ofRecord({ model, record }: UnreadManifest, clash: Clash): Found {
  const all = recordedOf({ record });
  for (const [index, { layer, component }] of all.entries()) {
    const key = all.length === 1 ? 'record' : `record.${index}`;
    const first = all.findIndex((each) => each.layer === layer && each.component === component);
    const what = `"${key}" is ${component} of layer ${layer}, as "record.${first}" is`;
    if (first < index) yield contradiction(`${key} record.${first}`, what, 'Leave one of them out');
    if (model.checkpoint !== null) continue;
    const fix = model.layers === 1 ? `Set ${key}.layer to 1` : `Choose a layer from 1 to ${model.layers}`;
    if (layer > model.layers) yield clash(`${key}.layer model.layers`, fix);
    const components = analysedComponents(model.cell);
    if (!components.includes(component))
      yield clash(
        `${key}.component model.cell`,
        `Choose ${either(components)}`,
        'The cell does not have that component',
      );
  }
}

/** What layers give to those above them; and further seeds are trained as the first was, so the first must be trained here too. */
function* ofStack({ seeds, model }: UnreadManifest, clash: Clash): Found {
  const { checkpoint, cell, layers, units, projection, residual } = model;
  const anew = 'Set model.checkpoint= (empty) to train, or seeds to 1';
  if (seeds > 1 && checkpoint !== null)
    yield clash('seeds model.checkpoint', anew, 'Further seeds are further trainings, and a checkpoint is none');
  if (checkpoint !== null || !isCell(cell)) return;
  const able = cellNames.filter((name) => cells[name].projects === true);
  const other = `Choose ${either(able)}, or leave projection out`;
  if (projection !== undefined && cells[cell].projects !== true)
    yield clash('model.projection model.cell', other, 'It carries its hidden state itself to the next token');
  const widths = [units].flat().filter((width) => width !== 'auto');
  if (projection !== undefined && widths.some((width) => projection >= width))
    yield clash('model.projection model.units', 'Choose a projection of fewer numbers than neurons');
  if (residual === true && layers === 1)
    yield clash('model.residual model.layers', 'Choose two layers or more, or leave residual out');
  const equal = 'Choose layers of one width, or a projection';
  if (residual === true && projection === undefined && new Set(widths).size > 1)
    yield clash('model.residual model.units', equal, 'Only what is of equal length can be added');
}

function* ofVectors({ model: { embedding, checkpoint } }: UnreadManifest, clash: Clash): Found {
  const [from, further] = ['model.embedding.from', 'model.embedding.further'];
  if (embedding.from === drawn && embedding.further !== true) return;
  const anew = 'Leave one of them out; model.checkpoint= (empty) trains anew';
  const file = 'Name the file of vectors that are to be learned further, or leave further out';
  const size = 'Give a size, or leave it out';
  if (checkpoint !== null) yield clash(`${from} model.checkpoint`, anew, 'A checkpoint brings its own vectors');
  else if (embedding.further === true && !isFileOfVectors(embedding.from)) yield clash(`${further} ${from}`, file);
  else if (embedding.size === 0)
    yield clash(`${from} model.embedding.size`, size, 'One-hot input (size 0) has no vectors');
}

function* ofTraining({ train }: UnreadManifest, clash: Clash): Found {
  const why = 'It is about separate windows, and every reads the text as one stream';
  for (const key of ['flipInput', 'dropRare'] as const) {
    const fix = `Set train.objective to last, or train.${key} to false`;
    if (train[key] && train.objective !== 'last') yield clash(`train.${key} train.objective`, fix, why);
  }
}

function* ofDetection({ detect, features, neurons, fourier: { band } }: UnreadManifest, clash: Clash): Found {
  const given = 'Give them, as in neurons: [17-19, 44], or detect by relevance';
  if (detect.by === 'none' && neurons === null) yield clash('detect.by neurons', given);
  const byNone = 'Set detect.by to none, or leave neurons out';
  if (detect.by !== 'none' && neurons !== null) yield clash('neurons detect.by', byNone);
  for (const [index, feature] of detect.on === 'sampled' ? features.entries() : []) {
    const limit = typeof feature === 'string' ? null : onlyObserved(feature);
    const fix = 'Set detect.on to observed';
    if (limit !== null) yield clash(`features.${index}.${limit.key} detect.on`, fix, limit.why);
  }
  const observed = 'Set detect.on to observed, or detect by relevance';
  const why = 'An effect is measured within documents and beside other documents, and the sampled text is one stretch';
  if (detect.by === 'effect' && detect.on === 'sampled') yield clash('detect.on detect.by', observed, why);
  const aBand = 'Give a band of frequencies, as in fourier.band: [0.4, 0.5]';
  if (detect.by === 'fourier' && band === null) yield clash('detect.by fourier.band', aBand);
  const what = `"fourier.band" runs from ${band?.[0]} down to ${band?.[1]}`;
  if (band !== null && band[0] > band[1]) yield contradiction('fourier.band', what, 'Give the lower frequency first');
}

/** Features that are each written right but cannot be meant: twice, backwards, or with a pattern that is none. */
function* ofFeatures({ features, corpus: { unit } }: UnreadManifest): Found {
  const nameOf = (feature: (typeof features)[number]) => (typeof feature === 'object' ? feature.name : feature);
  const names = features.flatMap((each) =>
    typeof each === 'string' ? catalogue(unit).map(({ name }) => name) : [each.name],
  );
  for (const [index, feature] of features.entries()) {
    const key = `features.${index}`;
    const first = features.findIndex((each) => nameOf(each) === nameOf(feature));
    const twice = `two features are called "${nameOf(feature)}"`;
    if (first < index)
      yield contradiction(`${key} features.${first}`, twice, 'Give each its own name, or leave one out');
    if (typeof feature === 'string') continue;
    // A class of tokens, or another feature of the experiment.
    const other = withinFeature(feature);
    const what = `"${key}.among" is "${other}", and no feature of the experiment is called so`;
    if (other === feature.name) {
      const fix = 'Name another feature, or leave among out';
      yield contradiction(`${key}.among`, `"${key}" is asked among itself`, fix);
    } else if (other !== null && !names.includes(other)) {
      const close = nearest(other, [...referenceClasses, ...names.filter((name) => name !== feature.name)]);
      const fix = close === null ? `Choose ${either(referenceClasses)}, or name a feature` : `Did you mean "${close}"?`;
      yield contradiction(`${key}.among`, what, fix);
    }
    for (const { key: inner, what, why, fix } of featureContradictions(feature))
      yield contradiction(`${key}.${inner}`, what, fix, why);
  }
}
