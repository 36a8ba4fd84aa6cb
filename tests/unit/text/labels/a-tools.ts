import type { FeatureTools } from '../../../../runner/text/labels/kind.ts';

/** For marking features of words that ask for nothing, or for what is given. */
export const aTools = (given: Partial<FeatureTools> = {}): FeatureTools => ({
  tag: () => [],
  rankOf: () => 1,
  unit: 'word',
  ...given,
});
