/** Features that are each written right but cannot be meant: twice, backwards, or with a pattern that is none. Pure. */
import type { UnreadFeature } from './feature-schema.ts';
import type { Problem } from './problem.ts';
import type { UnreadManifest } from './resolve.ts';

type Asked = UnreadManifest['features'];

export function ofFeatures(features: Asked): Problem[] {
  return features.flatMap((feature, index) => [
    ...askedBefore(features, index),
    ...(typeof feature === 'string' ? [] : [...wrongPattern(feature, index), ...backwards(feature, index)]),
  ]);
}

function askedBefore(features: Asked, index: number): Problem[] {
  const nameOf = (feature: Asked[number] | undefined) => (typeof feature === 'object' ? feature.name : null);
  const name = nameOf(features[index]);
  const first = features.findIndex((each) => nameOf(each) === name);
  if (first === index) return [];
  const about = 'value' as const;
  if (name === null) {
    const what = 'the catalogue is asked for twice';
    return [{ path: ['features', index], others: [['features', first]], about, what, fix: 'Leave one out' }];
  }
  const others = [['features', first, 'name']];
  const what = `two features are called "${name}"`;
  return [{ path: ['features', index, 'name'], others, about, what, fix: 'Give each its own name' }];
}

function wrongPattern(feature: UnreadFeature, index: number): Problem[] {
  const [key, pattern] =
    'match' in feature
      ? (['match', feature.match] as const)
      : (['previous', 'previous' in feature ? feature.previous : ''] as const);
  const why = faultOf(pattern);
  if (why === null) return [];
  return [
    {
      path: ['features', index, key],
      about: 'value',
      what: `the pattern of feature "${feature.name}" is no valid regular expression: "${pattern}"`,
      why,
      fix: 'A mark that is meant as itself stands in brackets, [.], or after a backslash',
    },
  ];
}

function backwards(feature: UnreadFeature, index: number): Problem[] {
  const told = (key: string, low: number, high: number | null): Problem[] => {
    if (high === null || low <= high) return [];
    const what = `"${key}" of feature "${feature.name}" runs from ${low} down to ${high}`;
    return [{ path: ['features', index, key], about: 'value', what, fix: 'Give the lower number first' }];
  };
  if ('position' in feature) return told('to', feature.from, feature.to);
  if ('frequency' in feature) return told('frequency', ...feature.frequency);
  return 'wordLength' in feature ? told('wordLength', ...feature.wordLength) : [];
}

/** Why a pattern does not compile with the flags us; null when it does. */
function faultOf(pattern: string): string | null {
  try {
    // Alone, and not only inside the group that makes it match whole tokens: 'a)(b' would pass there.
    new RegExp(pattern, 'us');
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.split(': ').at(-1) ?? message;
  }
}
