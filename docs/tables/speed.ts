/** The tables of docs/speed.md, from what `npm run bench <what> to=docs/tables/speed.json` kept. Pure. */
import { markdownTable } from './markdown.ts';

interface Measured {
  command: string;
  date: string;
  machine: { processor: string; cores: number; gigabytes: number; system: string; load: number };
  products?: Record<'ours' | 'pytorch', { library: string; gflops: number } | null>;
  rows: readonly Readonly<Record<string, unknown>>[];
}

export type SpeedFile = Readonly<Record<string, Measured>>;

export type Row = Measured['rows'][number];
export type Column = readonly [heading: string, of: (row: Row) => unknown];

const partOf = (row: Row, name: string, key: string): unknown => (row[name] as Row | null | undefined)?.[key];
const pytorch = (key: string) => (row: Row) => partOf(row, 'pytorch', key);
const own = (key: string) => (row: Row) => row[key];

const beside: readonly Column[] = [
  ['case', own('case')],
  ['tokens/s', own('tokensPerSecond')],
  ['PyTorch, tokens/s', pytorch('tokensPerSecond')],
  ['times PyTorch', own('ratio')],
];

const share = (part: unknown, whole: unknown): string =>
  typeof part === 'number' && typeof whole === 'number' ? `${((100 * part) / whole).toFixed(1)}%` : 'not measured';

const profileParts = [
  ...['recurrent products', 'decoder products', 'softmax and loss', 'gates', 'norm', 'token vectors'],
  ...['joining and cutting', 'other', 'optimizer and the rest'],
];

/** Subjects of the bench, each with its columns. */
export const subjects: Readonly<Record<string, readonly Column[]>> = {
  training: [
    ['case', own('case')],
    ['steps/s', own('stepsPerSecond')],
    ['PyTorch, steps/s', pytorch('stepsPerSecond')],
    ['its Adam', pytorch('adam')],
    ['its threads', pytorch('threads')],
    ['times PyTorch', own('ratio')],
    ['on one core, processor ms a step', (row) => partOf(row, 'oneCore', 'processorMs')],
    ['PyTorch on one core, ms', (row) => partOf(row, 'oneCore', 'pytorchMs')],
    ['times PyTorch on one core', (row) => partOf(row, 'oneCore', 'ratio')],
    ['share of the ceiling', own('shareOfCeiling')],
    ['memory MB', own('megabytes')],
    ['PyTorch, memory MB', pytorch('megabytes')],
  ],
  recording: beside,
  sampling: beside,
  reading: [
    ['network', own('network')],
    ['texts side by side', own('streams')],
    ['tokens/s', own('tokensPerSecond')],
    ['share of the bound of memory', own('shareOfBound')],
    ['memory MB', own('megabytes')],
  ],
  profile: [
    ['case', own('case')],
    ...profileParts.map((name): Column => [name, (row) => share(row[name], row.step)]),
    ['step on one core, ms', own('step')],
  ],
  evidence: [
    ['experiment', own('case')],
    ['seconds', own('seconds')],
    ['processor seconds', own('processor')],
    ['memory MB', own('MB')],
  ],
};

/** Three digits, and all of those before the point. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'not measured';
  if (typeof value !== 'number') return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Which cases PyTorch does faster, in words; empty where none was set beside it. */
function slower(rows: readonly Row[]): string {
  const compared = rows.filter(({ ratio }) => typeof ratio === 'number');
  if (compared.length === 0) return '';
  const behind = compared.filter(({ ratio }) => Number(ratio) < 1);
  return behind.length === 0
    ? 'PyTorch is quicker at none of them.'
    : `PyTorch is quicker at ${behind.map((row) => `\`${row.case}\` (${shown(row.ratio)})`).join(', ')}.`;
}

export function speedTable(name: string, file: SpeedFile): string {
  const columns = subjects[name];
  if (columns === undefined) throw new RangeError(`tables: the bench has no subject "${name}"`);
  return measuredTable(columns, file[name], slower);
}

/**
 * A subject's table, with what is said of it, and where and when it was measured.
 * @param say words about the rows; empty: none.
 */
export function measuredTable(
  columns: readonly Column[],
  measured: Measured | undefined,
  say: (rows: readonly Row[]) => string,
): string {
  if (measured === undefined) return 'Not measured yet.';
  const { command, date, machine, products, rows } = measured;
  const libraries = Object.values(products ?? {}).flatMap((each) =>
    each === null ? [] : [`${shown(each.gflops)} GFLOP/s by ${each.library}`],
  );
  const facts = [
    `${date}: \`${command}\` on ${machine.cores} cores of ${machine.processor}, ${machine.gigabytes.toFixed(0)} GB, ${machine.system}.`,
    `As it began, ${shown(machine.load)} other processes wanted a core${machine.load > 0.5 ? ': the machine was not idle, and the numbers are no better than that' : ''}.`,
    ...(libraries.length === 0 ? [] : [`A product of large matrices: ${libraries.join(', ')}.`]),
  ];
  const words = say(rows);
  return [
    markdownTable(
      columns.map(([heading]) => heading),
      rows.map((row) => columns.map(([, of]) => shown(of(row)))),
    ),
    ...(words === '' ? [] : [words]),
    facts.join(' '),
  ].join('\n\n');
}
