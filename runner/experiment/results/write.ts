/**
 * Writes a result, and evidence, atlases and pairs beside one that stands already: checked against the schema, then all files at once
 * or none. What is published already stays as it is, byte for byte, where nothing but times and the circumstances of the run would
 * change.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { filesOf, isAtlasFile } from '../../analysis/atlas/atlas-file.ts';
import { atlasFile, atlasSchema } from '../../analysis/atlas/atlas-schema.ts';
import {
  itemsFile,
  type PairSet,
  type PairSummary,
  type PublishedPairs,
  pairSummarySchema,
  pairsFile,
  pairsSchema,
} from '../../analysis/pairs/pairs-schema.ts';
import { encodeActivations, quantize } from './activations.ts';
import { type Change, changeFile, changeSchema } from './change-schema.ts';
import type { Evidence } from './evidence-schema.ts';
import type { Evolution } from './evolution-schema.ts';
import { readResult, type ShownArray } from './read.ts';
import {
  areComplete,
  damagedFiles,
  isResultPart,
  jsonBytes,
  resultParts,
  rewriteResult,
  sumsFile,
  writeResultFolder,
} from './result-folder.ts';
import { type Predictions, type Result, resultSchema, type Sidecar, type TextName, textNames } from './schema.ts';
import { type SweepResult, sweepFile, sweepResultSchema } from './sweep-schema.ts';

/** A recorded component of one shown text, [neurons][tokens]. */
export interface ShownComponent extends ShownArray {
  activations: readonly ArrayLike<number>[];
}

const fileName = ({ text, component, layer }: ShownComponent): string => `${text}.${component}.${layer}.i8`;

/** Of the likeliest next tokens over a shown text. */
const predictionsFile = (text: TextName): string => `${text}.predictions.json`;

export interface LiveFiles {
  'model.json': Uint8Array;
  'weights.safetensors': Uint8Array;
}

export interface Publication {
  /** Its side-cars, predictions and live model are filled in from the rest. */
  result: Result;
  components: readonly ShownComponent[];
  predictions: Readonly<Record<TextName, Predictions>>;
  /** The model that the page's reader can try; null: none. */
  live: LiveFiles | null;
  /** What the model wrote after its epochs, with the activations of the recorded component, [neurons][all tokens]; null: nothing. */
  evolution?: { epochs: Evolution['epochs']; activations: readonly ArrayLike<number>[] | null } | null;
}

type Files = Record<string, Uint8Array>;

/**
 * The result's folder is replaced, unless it holds the same findings already. Files of an atlas that is wanted stay, and what a held
 * neuron changes, though the result names them no more: each tells by its key whether it is of this model and text.
 * @returns the result that now stands in the folder: with the evidence that it had, where it was left as it was.
 */
export async function writeResult(directory: string, publication: Publication): Promise<Result> {
  const { result, files } = publicationFiles(publication);
  const published = await readResult(directory).catch(() => null);
  const damaged = await damagedFiles(directory);
  const stands = published !== null && sameFindings(published, result) && (await holds(directory, files));
  if (stands && damaged.length === 0) return published;
  const mayStay = (name: string) =>
    !damaged.includes(name) && (name === changeFile || (isAtlasFile(name) && result.manifest.atlas !== 'none'));
  const kept = published === null ? [] : (await readdir(directory)).filter(mayStay);
  await writeResultFolder(directory, { ...files, ...resultParts(result) }, kept);
  return result;
}

/**
 * Adds evidence to the result in the folder, unless it has the same already. While steps of it are missing, the result says
 * that it is still to be gathered.
 * @throws InputError when the folder holds no valid result.
 */
export async function addEvidence(directory: string, evidence: Evidence): Promise<Result> {
  const { evidencePending, ...published } = await readResult(directory);
  const { evidence: before } = published;
  const complete = evidence.steps.done === evidence.steps.of;
  if (complete && evidencePending === undefined && before !== null && sameEvidence(before, evidence)) {
    return published;
  }
  const pending = complete || evidencePending === undefined ? {} : { evidencePending };
  return rewriteResult(directory, resultSchema.parse({ ...published, ...pending, evidence }));
}

export interface AtlasPublication {
  component: string;
  layer: number;
  files: Readonly<Record<string, Uint8Array>>;
}

/**
 * Puts atlases beside a result, in their order; those that stood there and are not among them go.
 * @throws InputError when the folder holds no valid result.
 */
export async function writeAtlases(directory: string, atlases: readonly AtlasPublication[]): Promise<Result> {
  const listed = atlases.map(({ component, layer, files }) => {
    const path = atlasFile(component, layer);
    const index = files[path];
    if (index === undefined) throw new RangeError(`writeAtlases: the files lack their index ${path}`);
    return { component, layer, path, bytes: index.length };
  });
  const { atlases: _before, ...rest } = await readResult(directory);
  const result = resultSchema.parse({ ...rest, ...(listed.length > 0 && { atlases: listed }) });
  return rewriteResult(directory, result, Object.assign({}, ...atlases.map(({ files }) => files)), isAtlasFile);
}

/** The files of an atlas that stands beside a result; null when there is none with this key that can be read whole. */
export async function publishedAtlas(
  directory: string,
  component: string,
  layer: number,
  key: string,
): Promise<AtlasPublication | null> {
  try {
    const path = atlasFile(component, layer);
    const bytes = await readFile(join(directory, path));
    const index = atlasSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (index.key !== key) return null;
    const files: Record<string, Uint8Array> = { [path]: bytes };
    for (const file of filesOf(index)) {
      const found = await readFile(join(directory, file.path));
      if (found.length !== file.bytes) return null;
      files[file.path] = found;
    }
    return (await areComplete(directory, Object.keys(files))) ? { component, layer, files } : null;
  } catch {
    // None, or one that was damaged: it is made anew.
    return null;
  }
}

/**
 * Puts what pairs came to beside a result.
 * @param pairs null: those that stood there go.
 * @param items each pair under each hold, as CSV.
 * @throws InputError when the folder holds no valid result.
 */
export async function writePairs(directory: string, pairs: PublishedPairs | null, items = ''): Promise<Result> {
  const { pairs: _before, ...rest } = await readResult(directory);
  if (pairs === null) return writeBeside(directory, rest, [pairsFile, itemsFile], {});
  const file = jsonBytes(pairsSchema.parse(pairs));
  const table = new TextEncoder().encode(items);
  const sets = pairs.sets.map(summaryOf);
  const told = { path: pairsFile, bytes: file.length, items: { path: itemsFile, bytes: table.length }, sets } as const;
  const files = { [pairsFile]: file, [itemsFile]: table };
  return writeBeside(directory, { ...rest, pairs: told }, Object.keys(files), files);
}

/** What `result.json` says of a set: neither what is told neuron by neuron nor pair by pair. */
function summaryOf(set: PairSet): PairSummary {
  const interchange = set.interchange.map(({ margins: _, ...each }) => each);
  const known = Object.entries({ ...set, interchange }).filter(([key]) => key in pairSummarySchema.shape);
  return pairSummarySchema.parse(Object.fromEntries(known));
}

/** Puts what a held neuron changes beside a result; as `writePairs`. */
export async function writeChange(directory: string, change: Change | null): Promise<Result> {
  const { change: _before, ...rest } = await readResult(directory);
  if (change === null) return writeBeside(directory, rest, [changeFile], {});
  const file = jsonBytes(changeSchema.parse(change));
  const told = { path: changeFile, bytes: file.length } as const;
  return writeBeside(directory, { ...rest, change: told }, [changeFile], { [changeFile]: file });
}

const writeBeside = (directory: string, result: Result, names: readonly string[], files: Files): Promise<Result> =>
  rewriteResult(directory, resultSchema.parse(result), files, (each) => names.includes(each));

/** What pairs came to beside a result; null when there is nothing, or it is damaged or of another shape. */
export const publishedPairs = (directory: string): Promise<PublishedPairs | null> =>
  publishedBeside(directory, pairsFile, pairsSchema);

/** What a held neuron changes; as `publishedPairs`. */
export const publishedChange = (directory: string): Promise<Change | null> =>
  publishedBeside(directory, changeFile, changeSchema);

async function publishedBeside<T>(directory: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const found = schema.parse(JSON.parse(await readFile(join(directory, name), 'utf8')));
    return (await areComplete(directory, [name])) ? found : null;
  } catch {
    // None, or one that cannot be used: it is made anew.
    return null;
  }
}

/** Writes a sweep with its sum, as every result has them; what else lies in the folder stays. */
export async function writeSweep(directory: string, result: SweepResult): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const kept = entries.filter((entry) => entry.isFile() && ![sweepFile, sumsFile].includes(entry.name));
  const names = kept.map(({ name }) => name);
  await writeResultFolder(directory, { [sweepFile]: jsonBytes(sweepResultSchema.parse(result)) }, names);
}

/** The result with the names of its side-cars, and all files but the result's own parts. */
function publicationFiles({ result, components, predictions, live, evolution }: Publication) {
  const files: Files = {};
  const sidecars: Record<TextName, Sidecar[]> = { observed: [], sampled: [] };
  for (const shown of components) {
    const path = fileName(shown);
    const bytes = encodeActivations(quantize(shown.activations));
    files[path] = bytes;
    sidecars[shown.text].push({ component: shown.component, layer: shown.layer, path, bytes: bytes.length });
  }
  const texts = { ...result.texts };
  for (const name of textNames) {
    const path = predictionsFile(name);
    const bytes = jsonBytes(predictions[name]);
    files[path] = bytes;
    texts[name] = { ...texts[name], sidecars: sidecars[name], predictions: { path, bytes: bytes.length } };
  }
  Object.assign(files, live);
  const written = evolution ? { evolution: evolutionFiles(evolution, files) } : {};
  return { result: resultSchema.parse({ ...result, texts, live: live && liveOf(live), ...written }), files };
}

function evolutionFiles(
  { epochs, activations }: NonNullable<Publication['evolution']>,
  files: Files,
): NonNullable<Result['evolution']> {
  const texts = jsonBytes({ epochs } satisfies Evolution);
  files['evolution.json'] = texts;
  const about = { path: 'evolution.json', bytes: texts.length, epochs: epochs.length } as const;
  if (activations === null) return { ...about, activations: null };
  const bytes = encodeActivations(quantize(activations));
  files['evolution.i8'] = bytes;
  return { ...about, activations: { path: 'evolution.i8', bytes: bytes.length } };
}

/** Whether the folder holds these files and, but for the result's own parts and what is added to it, no others. */
async function holds(directory: string, files: Files): Promise<boolean> {
  const added = (name: string) =>
    isResultPart(name) || isAtlasFile(name) || [pairsFile, itemsFile, changeFile].includes(name);
  const names = (await readdir(directory)).filter((name) => !added(name));
  if (names.length !== Object.keys(files).length) return false;
  for (const [name, bytes] of Object.entries(files)) {
    const there = names.includes(name) && Buffer.compare(await readFile(join(directory, name)), bytes) === 0;
    if (!there) return false;
  }
  return true;
}

const liveOf = (files: LiveFiles): Result['live'] => ({
  model: { path: 'model.json', bytes: files['model.json'].length },
  weights: { path: 'weights.safetensors', bytes: files['weights.safetensors'].length },
});

/**
 * Whether two results say the same, whenever and wherever they were made.
 * Settings that matter, model, texts and findings are equal; evidence, atlases, pairs, what a held neuron changes, provenance and times may differ.
 */
const sameFindings = (one: Result, other: Result): boolean => isDeepStrictEqual(findingsOf(one), findingsOf(other));

/** Equal but for the time that it took. */
const sameEvidence = (one: Evidence, other: Evidence): boolean =>
  isDeepStrictEqual({ ...one, seconds: 0 }, { ...other, seconds: 0 });

function findingsOf({
  evidence: _evidence,
  evidencePending: _pending,
  atlases: _atlases,
  pairs: _pairs,
  change: _change,
  manifest,
  provenance,
  learningCurve,
  ...rest
}: Result): unknown {
  // The settings are in the hash, but for those without consequence, of which a reader sees the author.
  const { trainingHash, configHash, corpusHash, seed } = provenance;
  return plain({
    ...rest,
    author: manifest.author,
    provenance: { trainingHash, configHash, corpusHash, seed },
    learningCurve: learningCurve && {
      ...learningCurve,
      epochs: learningCurve.epochs.map((point) => ({ ...point, seconds: 0 })),
    },
  });
}

/** As it is when it was written and read back: what JSON does not know, as an undefined key, makes no difference. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
