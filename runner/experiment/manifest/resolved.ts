/**
 * The resolved manifest: every default filled in, every override applied, every shorthand written out. Published results
 * hold it. Made of the schema of the written one; what an older result does not say yet has that one's default.
 */

import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import type { Units } from '../../nn/models/architecture.ts';
import { componentNames, networkNames } from '../../nn/models/networks.ts';
import type { CatalogueWord } from '../../text/labels/catalogue.ts';
import { type Feature, resolvedFeatureSchema, type UnreadFeature } from '../../text/labels/features.ts';
import { detectSchema, embeddingObject, manifestSchema, modelSchema, recordSchema, trainSchema } from './schema.ts';

const resolvedRecord = recordSchema.extend({ component: z.enum(componentNames) });
export type RecordedComponent = z.output<typeof resolvedRecord>;

export const resolvedManifestSchema = manifestSchema.extend({
  model: modelSchema.extend({
    cell: z.enum(networkNames),
    units: z.union([wholeNumber().min(1), z.array(wholeNumber().min(1)).min(1).readonly()]),
    embedding: embeddingObject.extend({ size: wholeNumber().min(0) }),
  }),
  train: trainSchema.extend({ clipNorm: trainSchema.shape.clipNorm.unwrap() }),
  record: z.union([resolvedRecord, z.array(resolvedRecord).min(2).readonly()]),
  features: z.array(resolvedFeatureSchema),
  detect: detectSchema.extend({
    by: detectSchema.shape.by.unwrap(),
    neighbours: detectSchema.shape.neighbours.unwrap(),
  }),
});

/**
 * @typeParam Asked what its features are: written out; or (`Feature | CatalogueWord`) with the catalogue still a word,
 * before a checkpoint has said what the tokens are, on which its features depend; or with files not read yet.
 * @typeParam Width with 'auto', before the corpus has said how many tokens there are.
 */
export type Manifest<Asked = Feature, Width = Units> = Omit<
  z.output<typeof resolvedManifestSchema>,
  'features' | 'model'
> & {
  features: Asked[];
  model: Omit<z.output<typeof resolvedManifestSchema>['model'], 'units'> & { units: Width };
};

export type AskedFeature = Feature | CatalogueWord;
export type AskedManifest = Manifest<AskedFeature, Units | 'auto'>;
/** With files that are not read yet. */
export type UnreadManifest = Manifest<UnreadFeature | CatalogueWord, Units | 'auto'>;
