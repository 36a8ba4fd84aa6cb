/** Which tokens a feature is told among. Pure; runs in the browser too. */
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';

/** Whether a token is of the class that the feature is told in. */
export const isCompared = (token: string, among: AtlasFeature['among']): boolean =>
  among === 'all' || (among === 'text' ? token.trim() !== '' : /[\p{L}\p{N}]/u.test(token));
