/** The reference of manifests, in Markdown: every key with what it may be, its default and what it is for. Pure. */
import { code, plain, sentence, table } from './markdown.ts';
import type { KeySchema, ProgramReference } from './reference.ts';

/** Numbers beyond this are no limit that anybody meets. */
const noLimit = Number.MAX_SAFE_INTEGER;

function numberWords({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: KeySchema): string {
  const limits = [
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined || maximum >= noLimit ? [] : [`to ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
  ];
  return [type === 'integer' ? 'whole number' : 'number', ...limits].join(' ');
}

/** What a key may be, in words: '`lstm`, `gru` or `rnn`', 'whole number from 1'. */
export function valueWords(schema: KeySchema): string {
  const { type, enum: options, const: only, anyOf, oneOf, items } = schema;
  if (only !== undefined) return code(String(only));
  if (options !== undefined)
    return options.length > 12 ? 'one of a list' : options.map((each) => code(String(each))).join(', ');
  const several = anyOf ?? oneOf;
  if (several !== undefined) {
    const words = several.filter(({ type }) => type !== 'null').map(valueWords);
    return [...new Set(words)].join('; or ');
  }
  const kind = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (kind === 'integer' || kind === 'number') return numberWords({ ...schema, type: kind });
  if (kind === 'boolean') return '`true` or `false`';
  if (kind === 'object') return 'keys of its own';
  if (kind !== 'array') return 'text';
  return Array.isArray(items)
    ? `[${items.map(valueWords).join(', ')}]`
    : `list of: ${items ? valueWords(items) : 'anything'}`;
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '' : code(typeof value === 'string' ? value : JSON.stringify(value));

/** The keys of an object, wherever it stands among the shapes that a value may have. */
function objectsIn(schema: KeySchema): KeySchema[] {
  if (schema.properties !== undefined) return [schema];
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const items = schema.items === undefined || Array.isArray(schema.items) ? [] : [schema.items];
  return [...inside, ...items].flatMap(objectsIn);
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

/** What the key is for, then what it may be: in one cell, so that the table fits a phone. */
function rowOf([key, schema]: [string, KeySchema], value: unknown): string[] {
  const usual = shown(value ?? schema.default);
  const about = schema.description === undefined ? '' : `${plain(sentence(schema.description))} `;
  return [code(key), `${about}${sentence(valueWords(schema) + (usual === '' ? '' : `; ${usual} unless set`))}`];
}

const head = ['key', 'what it is for, what it may be'];

/** Each kind of object once: what may stand alone or in a list has one table. */
const kindsIn = (schema: KeySchema): KeySchema[] => [
  ...new Map(objectsIn(schema).map((object) => [JSON.stringify(object.properties), object])).values(),
];

/** One table a group; the keys of what is inside a key follow in tables of their own. */
function group(name: string, schema: KeySchema, defaults: unknown): string {
  const objects = kindsIn(schema);
  const tables = objects.map((object) => {
    const entries = Object.entries(object.properties ?? {});
    const called = object.properties?.name?.const;
    const title = typeof called === 'string' && objects.length > 1 ? [`### ${name}: ${called}`] : [];
    const inner = entries
      .filter(([, each]) => objectsIn(each).length > 0)
      .map(([key, each]) => group(`${name}.${key}`, each, at(defaults, key)));
    const flat = typeof called === 'string' ? entries.filter(([key]) => key !== 'name') : entries;
    const rows = flat.map(([key, each]) => {
      const own = objectsIn(each).length > 0 ? undefined : at(defaults, key);
      return rowOf([key, each], objects.length > 1 ? each.default : own);
    });
    return [...title, table(head, rows), ...inner].join('\n\n');
  });
  return [
    `${name.includes('.') ? '###' : '##'} ${name}`,
    ...(schema.description ? [plain(`${schema.description}.`)] : []),
    ...tables,
  ].join('\n\n');
}

export function manifestPage({ manifest, defaults }: ProgramReference): string {
  const entries = Object.entries(manifest.properties ?? {});
  const isGroup = ([key, schema]: [string, KeySchema]): boolean => key === 'features' || objectsIn(schema).length > 0;
  const single = entries.filter((entry) => !isGroup(entry));
  return [
    '## Keys by themselves',
    table(
      head,
      single.map(([key, schema]) => rowOf([key, schema], key === 'title' ? undefined : at(defaults, key))),
    ),
    ...entries.filter(isGroup).map(([key, schema]) => group(key, schema, at(defaults, key))),
  ].join('\n\n');
}
