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
/** What goes by the clock says nothing where other processes wanted the cores. */
export type Column = readonly [heading: string, of: (row: Row) => unknown, clock?: 'by the clock'];

/** Cores that other programs kept busy as the measuring began, up to which a machine is idle. */
const idleLoad = 0.5;
const isIdle = ({ machine }: Measured): boolean => machine.load <= idleLoad;

const partOf = (row: Row, name: string, key: string): unknown => (row[name] as Row | null | undefined)?.[key];
const pytorch = (key: string) => (row: Row) => partOf(row, 'pytorch', key);
const own = (key: string) => (row: Row) => row[key];

const beside: readonly Column[] = [
  ['case', own('case')],
  ['tokens/s', own('tokensPerSecond'), 'by the clock'],
  ['PyTorch, tokens/s', pytorch('tokensPerSecond'), 'by the clock'],
  ['times PyTorch', own('ratio'), 'by the clock'],
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
    ['steps/s', own('stepsPerSecond'), 'by the clock'],
    ['PyTorch, steps/s', pytorch('stepsPerSecond'), 'by the clock'],
    ['its Adam', pytorch('adam'), 'by the clock'],
    ['its threads', pytorch('threads'), 'by the clock'],
    ['times PyTorch', own('ratio'), 'by the clock'],
    ['on one core, processor ms a step', (row) => partOf(row, 'oneCore', 'processorMs')],
    ['PyTorch on one core, ms', (row) => partOf(row, 'oneCore', 'pytorchMs')],
    ['times PyTorch on one core', (row) => partOf(row, 'oneCore', 'ratio')],
    ['share of the ceiling', own('shareOfCeiling'), 'by the clock'],
    ['memory MB', own('megabytes')],
    ['PyTorch, memory MB', pytorch('megabytes')],
  ],
  recording: beside,
  sampling: beside,
  reading: [
    ['network', own('network')],
    ['texts side by side', own('streams')],
    ['tokens/s', own('tokensPerSecond'), 'by the clock'],
    ['share of the bound of memory', own('inProcessorTime')],
    ['memory MB', own('megabytes')],
  ],
  profile: [
    ['case', own('case')],
    ...profileParts.map((name): Column => [name, (row) => share(row[name], row.step)]),
    ['step on one core, ms', own('step'), 'by the clock'],
    ['with the optimizer in the graph, ms', own('inGraph'), 'by the clock'],
  ],
  evidence: [
    ['experiment', own('case')],
    ['seconds', own('seconds'), 'by the clock'],
    ['processor seconds', own('processor')],
    ['share of the cores that is busy', own('busy'), 'by the clock'],
    ['memory MB', own('MB')],
  ],
};

/** Three digits, and all of those before the point. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'not measured';
  if (typeof value !== 'number') return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Which cases PyTorch does faster, in words; empty where none can be told. */
function slower(rows: readonly Row[], idle: boolean): string {
  const compared = rows.flatMap((row) => {
    const ratio = idle ? row.ratio : partOf(row, 'oneCore', 'ratio');
    return typeof ratio === 'number' ? [{ name: row.case, ratio }] : [];
  });
  if (compared.length === 0) return '';
  const where = idle ? '' : ' on one core';
  const behind = compared.filter(({ ratio }) => ratio < 1).map(({ name, ratio }) => `\`${name}\` (${shown(ratio)})`);
  const quicker =
    behind.length === 0
      ? `PyTorch is quicker at none of them${where}.`
      : `PyTorch is quicker${where} at ${behind.join(', ')}.`;
  return [quicker, ...rows.flatMap(undecided)].join(' ');
}

/** Returns a sentence if a row's median times on one core and the median of its ratios point to different libraries. */
function undecided(row: Row): string[] {
  const [ratio, ours, theirs] = ['ratio', 'processorMs', 'pytorchMs'].map((key) => partOf(row, 'oneCore', key));
  if (typeof ratio !== 'number' || typeof ours !== 'number' || typeof theirs !== 'number') return [];
  if ((ratio - 1) * (theirs - ours) >= 0) return [];
  return [
    `On one core \`${row.case}\` is undecided: its median ratio is ${shown(ratio)}, but its median step takes ${shown(ours)} ms, and PyTorch’s ${shown(theirs)} ms.`,
  ];
}

export function speedTable(name: string, file: SpeedFile): string {
  const columns = subjects[name];
  if (columns === undefined) throw new RangeError(`tables: the bench has no subject "${name}"`);
  return measuredTable(columns, file[name], slower);
}

/**
 * A subject's table, with what is said of it, and where and when it was measured.
 * @param say words about the rows, measured on a machine that was idle or not; empty: none.
 */
export function measuredTable(
  columns: readonly Column[],
  measured: Measured | undefined,
  say: (rows: readonly Row[], idle: boolean) => string,
): string {
  if (measured === undefined) return 'Not measured yet.';
  const { command, date, machine, products, rows } = measured;
  const idle = isIdle(measured);
  const kept = columns.filter(([, , clock]) => idle || clock === undefined);
  const leftOut =
    kept.length < columns.length
      ? ': what goes by the clock is left out'
      : ': the machine was not idle, and times by the clock are no better than that';
  const libraries = Object.values(products ?? {}).flatMap((each) =>
    each === null ? [] : [`${shown(each.gflops)} GFLOP/s by ${each.library}`],
  );
  const facts = [
    `${date}: \`${command}\` on ${machine.cores} cores of ${machine.processor}, ${machine.gigabytes.toFixed(0)} GB, ${machine.system}.`,
    `As it began, other programs kept ${shown(machine.load)} cores busy${idle ? '' : leftOut}.`,
    ...(libraries.length === 0 || !idle ? [] : [`A product of large matrices: ${libraries.join(', ')}.`]),
  ];
  const words = say(rows, idle);
  return [
    markdownTable(
      kept.map(([heading]) => heading),
      rows.map((row) => kept.map(([, of]) => shown(of(row)))),
    ),
    ...(words === '' ? [] : [words]),
    facts.join(' '),
  ].join('\n\n');
}
