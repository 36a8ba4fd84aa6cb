/** Settings that are planned and whose work is not in this version: an error that says so. Pure. */
import { isObject, type KeyPath, type Problem, shown, valueAt } from './problem.ts';

interface Later {
  path: KeyPath;
  /** Which values of it are meant; by default all. */
  when?: (value: unknown) => boolean;
  instead?: string;
}

const settings: readonly Later[] = [];

const featureKeys = ['labels'] as const;

/** Planned settings in a manifest as written. */
export function notYet(data: unknown): Problem[] {
  const features = valueAt(data, ['features']);
  const ofFeatures: Later[] = (Array.isArray(features) ? features : []).flatMap((feature, index) =>
    featureKeys.filter((key) => isObject(feature) && key in feature).map((key) => ({ path: ['features', index, key] })),
  );
  return [...settings, ...ofFeatures].flatMap(({ path, when, instead }) => {
    const value = valueAt(data, path);
    if (value === undefined || (when !== undefined && !when(value))) return [];
    const what = when === undefined ? `"${path.join('.')}"` : `"${path.join('.')}": ${shown(value)}`;
    return [
      { path, about: 'key', what: `${what} does not work yet`, why: 'It is planned', fix: instead ?? 'Leave it out' },
    ];
  });
}
