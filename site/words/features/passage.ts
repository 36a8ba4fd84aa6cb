/** The passage of a feature's page. Pure; runs in the browser too. */
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';

/** What the page's script needs to colour it by another neuron, and to say what the network expects. */
export interface PassageData {
  /** The first of its tokens in the shown observed text. */
  from: number;
  neurons: number;
  /** Of the whole shown text. */
  tokens: number;
  limits: readonly [number, number];
  /** Places in the passage that have a colour. */
  compared: number[];
  /** Addresses of the activations and of the likeliest next tokens; null where they were not published. */
  values: string | null;
  next: string | null;
}

/** Whether a token is of the class that the feature is told in. */
export const isCompared = (token: string, among: AtlasFeature['among']): boolean =>
  among === 'all' || (among === 'text' ? token.trim() !== '' : /[\p{L}\p{N}]/u.test(token));

/** Whether a place of the shown observed text is within the feature that another is asked within; every place where it names none. */
export function insideOf(
  { within }: Pick<AtlasFeature, 'within'>,
  { features }: Pick<Result, 'features'>,
): (place: number) => boolean {
  const other = features.find(({ name }) => name === within);
  if (other === undefined) return () => true;
  const { numbers, positions } = other;
  const places = new Set(positions.observed);
  return (place) => (numbers === undefined ? places.has(place) : numbers.observed[place] != null);
}
