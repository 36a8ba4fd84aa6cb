/**
 * From a manifest as written (plain data) to the resolved one: checked against the schema, with the defaults that
 * depend on other keys. Pure; files are not touched, so word lists stay paths.
 */
import { asUnits } from '../../nn/models/architecture.ts';
import { factsOf } from '../../nn/models/networks.ts';
import { contradictions } from './contradictions.ts';
import { problemsOf } from './issues.ts';
import { withPreset } from './presets.ts';
import type { Problem } from './problem.ts';
import { asRecord } from './record.ts';
import type { UnreadManifest } from './resolved.ts';
import { manifestSchema, type WrittenManifest } from './schema.ts';

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
