/**
 * A result on disk, in parts: `result.json` with what is short, `claims.json` with the evidence, and `curves.safetensors`
 * with long rows of numbers, float64. Where a part was taken out, `result.json` names it: `{ "file": "claims.json" }`
 * or `{ "array": "relevance.0" }`. A result of before, in which all stands in its place, is read as it is.
 * Pure; imports the shapes and the file format.
 *
 * Arrays of `curves.safetensors`:
 * - `relevance.<i>` [3, neurons]: relevance, prominence and difference for feature i;
 * - `spectrum.<i>` [frequencies]: amplitudes of spectrum i;
 * - `smoothed` [2, points]: epochs and smoothed training losses.
 */
import { z } from 'zod';
import { arrayOf, decodeArrays, encodeArrays, type TypedTensor } from '../../formats/safetensors/arrays.ts';
import { evidenceSchema } from './evidence-schema.ts';
import type { Result } from './schema.ts';

/** The claims alone, for machines: what was claimed of which model on which text, and every rung. */
const claimsFile = 'claims.json';
const curvesFile = 'curves.safetensors';
export const resultFile = 'result.json';
/** The SHA-256 of every other file (see sums.ts). */
export const sumsFile = 'SHA256SUMS';

/** Whether a file of a result's folder is written anew with the result. */
export const isResultPart = (name: string): boolean => [resultFile, claimsFile, curvesFile, sumsFile].includes(name);

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/** All files that follow from the result alone, by name. */
export function resultParts(result: Result): Record<string, Uint8Array> {
  const curves: Record<string, TypedTensor> = {};
  // Adding 0 makes -0 and 0 equal, as JSON does.
  const put = (name: string, rows: readonly (readonly number[])[], shape: readonly number[]) => {
    curves[name] = { shape, data: Float64Array.from(rows.flat(), (value) => value + 0) };
    return { array: name };
  };
  const { learningCurve, features, spectra, evidence } = result;
  const smoothed = learningCurve?.smoothed;
  const short = {
    ...result,
    learningCurve: learningCurve && {
      ...learningCurve,
      smoothed: smoothed && put('smoothed', [smoothed.epoch, smoothed.loss], [2, smoothed.epoch.length]),
    },
    features: features.map((feature, index) => ({ ...feature, relevance: relevanceOf(feature, index) })),
    spectra: spectra.map((each, index) => ({
      ...each,
      amplitude: put(`spectrum.${index}`, [each.amplitude], [each.amplitude.length]),
    })),
  };
  function relevanceOf({ relevance: all }: Result['features'][number], index: number) {
    if (all === null) return null;
    const { relevance, prominence, difference } = all;
    return put(`relevance.${index}`, [relevance, prominence, difference], [3, relevance.length]);
  }
  const files: Record<string, Uint8Array> = {};
  if (evidence !== null && 'claims' in evidence) files[claimsFile] = encoded(claimsOf(result));
  if (Object.keys(curves).length > 0) files[curvesFile] = encodeArrays(curves);
  const named = claimsFile in files ? { file: claimsFile } : evidence;
  files[resultFile] = encoded({ ...short, evidence: named });
  return files;
}

const claimsOf = ({ schema, id, title, provenance, model, observation, record, evidence }: Result) => ({
  schema,
  id,
  title,
  provenance,
  model,
  observation,
  record,
  ...evidence,
});

const loose = z.looseObject({});
const fileReference = z.strictObject({ file: z.literal(claimsFile) });
const arrayReference = z.strictObject({ array: z.string() });
/** As far as parts can be missing: everything else is left to the schema of the whole. */
const inParts = z.looseObject({
  learningCurve: z.looseObject({ smoothed: z.unknown() }).nullish(),
  features: z.array(z.looseObject({ relevance: z.unknown() })),
  spectra: z.array(z.looseObject({ amplitude: z.unknown() })),
  evidence: z.unknown(),
});

/** Reads a file beside `result.json`. */
export type ReadPart = (name: string) => Promise<Uint8Array>;

/**
 * What `result.json` says, with its parts in their places, still to be checked as a whole.
 * @throws RangeError, SyntaxError or InputError when a part does not fit; what `read` throws when it is missing.
 */
export async function joinParts(json: unknown, read: ReadPart): Promise<unknown> {
  const parsed = inParts.safeParse(json);
  if (!parsed.success) return json;
  const short = parsed.data;
  let curves: Record<string, TypedTensor> | null = null;
  async function rows(reference: unknown, count: number): Promise<number[][] | null> {
    const named = arrayReference.safeParse(reference);
    if (!named.success) return null;
    curves ??= decodeArrays(await read(curvesFile), curvesFile);
    const { array } = named.data;
    const all = Array.from(arrayOf(curves, array, 'F64', count === 1 ? [null] : [count, null]));
    const length = all.length / count;
    return Array.from({ length: count }, (_, row) => all.slice(row * length, (row + 1) * length));
  }
  const smoothed = await rows(short.learningCurve?.smoothed, 2);
  const features = [];
  for (const feature of short.features) {
    const found = await rows(feature.relevance, 3);
    const [relevance, prominence, difference] = found ?? [];
    features.push(found === null ? feature : { ...feature, relevance: { relevance, prominence, difference } });
  }
  const spectra = [];
  for (const spectrum of short.spectra) {
    const found = await rows(spectrum.amplitude, 1);
    spectra.push(found === null ? spectrum : { ...spectrum, amplitude: found[0] });
  }
  return {
    ...short,
    ...(smoothed !== null && {
      learningCurve: { ...short.learningCurve, smoothed: { epoch: smoothed[0], loss: smoothed[1] } },
    }),
    features,
    spectra,
    evidence: await evidenceOf(short.evidence, read),
  };
}

async function evidenceOf(reference: unknown, read: ReadPart): Promise<unknown> {
  if (!fileReference.safeParse(reference).success) return reference;
  const claims = loose.parse(JSON.parse(new TextDecoder().decode(await read(claimsFile))));
  // The result's own words, which the file repeats, are no evidence.
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key in evidenceSchema.shape));
}
