/** The resolved manifest for readers: flat rows of key and value, in the manifest's own order. Pure. */

export interface SettingRow {
  key: string;
  value: string;
}

/** `{ model: { units: 672 } }` -> `[{ key: 'model.units', value: '672' }]`. Lists of objects are numbered from 1. */
export function settings(manifest: Record<string, unknown>, prefix = ''): SettingRow[] {
  return Object.entries(manifest).flatMap(([name, value]): SettingRow[] => {
    const key = prefix + name;
    if (isRecord(value)) return settings(value, `${key}.`);
    if (Array.isArray(value) && value.some(isRecord)) {
      return value.flatMap((each, index): SettingRow[] =>
        isRecord(each) ? settings(each, `${key}.${index + 1}.`) : [{ key: `${key}.${index + 1}`, value: words(each) }],
      );
    }
    return [{ key, value: words(value) }];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function words(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
