/** The reference, in Markdown: every key of a manifest, every cell, every command and error, and all that programs can import. Pure. */
import { cells } from '../../../runner/nn/models/cells/cells.ts';
import { code, fence, plain, sentence, table } from './markdown.ts';

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

export const cellsPage = (): string =>
  table(
    ['`model.cell`', 'what it is', 'what is recorded, in the order of a step, with its equation'],
    Object.entries(cells).map(([name, { label, about, note, components }]) => [
      code(name),
      plain([`${label}.`, about, note].filter((sentence) => sentence !== undefined).join(' ')),
      Object.entries(components)
        .map(([component, { formula }]) => `${code(component)}: ${code(formula)}`)
        .join('; '),
    ]),
  );

/** 'npm run publish:check' -> 'publish:check', as people call it. */
const shortName = (command: string): string => command.replace(/^npm (run )?/, '');

/** Where its section is: as headings are named everywhere, without marks. */
const anchor = (command: string): string => shortName(command).replace(/[^\w-]/g, '');

function commandSection({ command, usage, summary, words, example }: ProgramReference['commands'][number]): string {
  const rows = words.map(({ shown, about }) => [code(shown), plain(about)]);
  return [
    `### ${shortName(command)}`,
    sentence(summary),
    fence('sh', usage),
    ...(rows.length === 0 ? [] : [table(['word', 'what it is'], rows)]),
    ...(rows.length === 0 ? [] : [`For example: ${code(example)}`]),
  ].join('\n\n');
}

const kindNames = { input: 'the input is wrong', run: 'it failed', interrupted: 'interrupted' } as const;

function errorSection(
  [name, entry]: [string, ProgramReference['errors'][string]],
  exitCodes: ProgramReference['exitCodes'],
): string {
  const { kind, title, why, fix, files } = entry;
  const sentences = [title, why, fix, files].filter((part) => part !== undefined && part !== '');
  const text = sentences.map((part) => sentence(part ?? '')).join(' ');
  return `### ${name}\n\n${plain(text)} Exit code ${exitCodes[kind]}: ${kindNames[kind]}.`;
}

export function commandsPage({ commands, errors, exitCodes }: ProgramReference): string {
  const listed = Object.entries(errors).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '## All commands',
    table(
      ['command', 'what it does'],
      commands.map(({ command, summary }) => [`[${code(command)}](#${anchor(command)})`, summary]),
    ),
    '## Each command',
    ...commands.map(commandSection),
    '## Each error',
    ...listed.map((entry) => errorSection(entry, exitCodes)),
  ].join('\n\n');
}

export interface Declaration {
  name: string;
  kind: 'function' | 'type' | 'class' | 'value';
  /** The room of the house that it comes from: 'analysis'. */
  room: string;
  /** As it is declared, without its body. */
  code: string;
  /** The comment above it, with its tags. */
  doc: string;
}

/** What programs find in each room. A room that is not here goes by its own name. */
const rooms: Readonly<Record<string, string>> = {
  open: 'Opening a model',
  library: 'An open model',
  experiment: 'Experiments: manifests, runs, results',
  nn: 'Networks, their training and engines',
  io: 'Models of other programs, and their tokenizers',
  text: 'Text and its labels',
  analysis: 'Analysis: reading, sampling, statistics, minimal pairs',
  wording: 'Words for what was found',
  core: 'Errors and random numbers',
};

/** '@throws InputError when ...' -> '**Throws** InputError when ...', each on a line of its own. */
function withoutTags(doc: string): string {
  const names = { throws: 'Throws', returns: 'Returns' } as const;
  return plain(doc)
    .replace(/^@param (\w+)/gm, '\n- `$1`:')
    .replace(/^@typeParam (\w+)/gm, '\n- `$1`:')
    .replace(/^@(throws|returns)/gm, (_, tag: keyof typeof names) => `\n**${names[tag]}**`)
    .trim();
}

function section({ name, code, doc }: Declaration): string {
  return [`### ${name}`, ...(doc === '' ? [] : [withoutTags(doc)]), fence('ts', code)].join('\n\n');
}

const rank = { function: 0, class: 1, value: 2, type: 3 } as const;

export function programPage(declarations: readonly Declaration[]): string {
  const present = [...new Set(declarations.map(({ room }) => room))];
  const ordered = [
    ...Object.keys(rooms).filter((room) => present.includes(room)),
    ...present.filter((room) => !(room in rooms)),
  ];
  return ordered
    .flatMap((room) => [
      `## ${rooms[room] ?? room}`,
      ...declarations
        .filter((each) => each.room === room)
        .sort((a, b) => rank[a.kind] - rank[b.kind])
        .map(section),
    ])
    .join('\n\n');
}

interface CommandWords {
  command: string;
  usage: string;
  summary: string;
  words: { shown: string; about: string }[];
  example: string;
}

type ErrorKinds = 'input' | 'run' | 'interrupted';

interface ErrorWords {
  kind: ErrorKinds;
  title: string;
  why?: string;
  fix?: string;
  files: string;
}

/** As much of JSON Schema as manifests use. */
export interface KeySchema {
  description?: string;
  type?: string | string[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, KeySchema>;
  anyOf?: KeySchema[];
  oneOf?: KeySchema[];
  items?: KeySchema | KeySchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

export interface ProgramReference {
  commands: CommandWords[];
  exitCodes: Record<ErrorKinds | 'done', number>;
  errors: Record<string, ErrorWords>;
  manifest: KeySchema;
  defaults: Record<string, unknown>;
}
