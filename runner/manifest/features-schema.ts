/** The features that a manifest asks for. Imports zod and the features. */
import { z } from 'zod';
import { catalogueWord } from '../features/catalogue.ts';
import { featureSchema } from '../features/features.ts';

/** A list of features, of which the catalogue may be one; or that word alone. */
export const featuresSchema = z
  .union(
    [
      z.literal(catalogueWord),
      z
        .array(z.union([z.literal(catalogueWord), featureSchema], { error: 'must be a feature or the word catalogue' }))
        .min(1),
    ],
    { error: 'must be a list, or the word catalogue' },
  )
  .transform((given) => [given].flat());

/** The feature of a manifest that names none. */
export const allTokens = { name: 'all tokens', match: '.+' } as const;
