/** Which tokens of a shown text take part where a feature is told from its absence. Pure. */
import { referenceMask, withinFeature } from '../../text/labels/features.ts';
import type { FeatureResult, Result, TextName } from './schema.ts';

/** The feature as the manifest asks it; undefined of a result whose manifest does not name it. */
const askedIn = ({ manifest }: Pick<Result, 'manifest'>, { name }: Pick<FeatureResult, 'name'>) =>
  manifest.features.find((each) => each.name === name);

/** [tokens] 1 where a token is of the feature's reference class and carries the feature within which it is asked, if it names one. */
export function comparedTokens(
  result: Pick<Result, 'manifest' | 'features' | 'texts'>,
  feature: Pick<FeatureResult, 'name'>,
  text: TextName,
): Uint8Array {
  const { tokens } = result.texts[text];
  const asked = askedIn(result, feature);
  if (asked === undefined) return new Uint8Array(tokens.length).fill(1);
  const other = result.features.find(({ name }) => name === withinFeature(asked));
  return referenceMask(asked, tokens, { other: other && valuesOn(other, text, tokens.length) });
}

function valuesOn({ positions, numbers }: FeatureResult, text: TextName, tokens: number): Uint8Array | Float32Array {
  if (numbers !== undefined) return Float32Array.from(numbers[text], (number) => number ?? Number.NaN);
  const mask = new Uint8Array(tokens);
  for (const position of positions[text]) mask[position] = 1;
  return mask;
}
