/** Writes a result: checked against the schema, then all files at once or none. */

import { join } from 'node:path';
import { writeFolder } from '../core/atomic-files.ts';
import type { Component } from '../models/cells/cells.ts';
import { encodeActivations, quantize } from './activations.ts';
import { type Predictions, type Result, resultSchema, type Sidecar, type TextName, textNames } from './schema.ts';

export const resultFile = 'result.json';
/** The claims alone, for machines: what was claimed of which model on which text, and every rung. */
export const claimsFile = 'claims.json';

/** A recorded component of one shown text, [neurons][tokens]. */
export interface ShownComponent {
  text: TextName;
  component: Component;
  layer: number;
  activations: readonly ArrayLike<number>[];
}

const fileName = ({ text, component, layer }: ShownComponent): string => `${text}.${component}.${layer}.i8`;

/** Of the likeliest next tokens over a shown text. */
export const predictionsFile = (text: TextName): string => `${text}.predictions.json`;

/** A checkpoint's files, by name. */
export interface LiveFiles {
  'model.json': Uint8Array;
  'weights.safetensors': Uint8Array;
}

/**
 * The result's folder is replaced as a whole; returns the path of result.json.
 * @param live the model that the page's reader can try; null: none.
 */
export async function writeResult(
  directory: string,
  result: Result,
  components: readonly ShownComponent[],
  predictions: Readonly<Record<TextName, Predictions>>,
  live: LiveFiles | null,
): Promise<string> {
  const files: Record<string, Uint8Array> = {};
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
    const bytes = encoded(predictions[name]);
    files[path] = bytes;
    texts[name] = { ...texts[name], sidecars: sidecars[name], predictions: { path, bytes: bytes.length } };
  }
  const checked = resultSchema.parse({ ...result, texts, live: live && liveOf(live) });
  Object.assign(files, live);
  if (checked.evidence !== null) files[claimsFile] = encoded(claimsOf(checked));
  files[resultFile] = encoded(checked);
  await writeFolder(directory, files);
  return join(directory, resultFile);
}

const liveOf = (files: LiveFiles): Result['live'] => ({
  model: { path: 'model.json', bytes: files['model.json'].length },
  weights: { path: 'weights.safetensors', bytes: files['weights.safetensors'].length },
});

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

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
