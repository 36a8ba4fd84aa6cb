/** The commands by their names, each loaded when it is asked for; and the table of them that README and `help` show. */
import { type Description, type Key, type Keys, usageOf } from './words.ts';

export interface Command {
  description: Description<Key | null, Keys>;
  /** Gets the words after the command's name and returns an exit code. */
  run(words: string[]): Promise<number>;
}

export const commands = {
  experiment: () => import('./experiment.ts'),
  evidence: () => import('./evidence.ts'),
  runs: () => import('./runs.ts'),
  site: () => import('./site.ts'),
  build: () => import('./build.ts'),
  preview: () => import('./preview.ts'),
  import: () => import('./import.ts'),
  ship: () => import('./ship.ts'),
  export: () => import('./export.ts'),
  'export-model': () => import('./export-model.ts'),
  'publish-check': () => import('./publish-check.ts'),
  doctor: () => import('./doctor.ts'),
  'gpu-check': () => import('./gpu-check.ts'),
  calibrate: () => import('./calibrate.ts'),
  bench: () => import('./bench.ts'),
  test: () => import('./test.ts'),
  check: () => import('./check.ts'),
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

export const isCommand = (name: string): name is keyof typeof commands => Object.hasOwn(commands, name);

/** Every command's description, in the order of the table. */
export const descriptions = (): Promise<Command['description'][]> =>
  Promise.all(Object.values(commands).map(async (load) => (await load()).description));

/** The table of README's section on commands, in Markdown. */
export async function commandTable(): Promise<string> {
  const rows = (await descriptions()).map(
    (each) => `| \`${usageOf(each).replaceAll('|', '\\|')}\` | ${each.summary} |`,
  );
  return ['| command | what it does |', '|---|---|', ...rows, ''].join('\n');
}

/** What `npm run help` prints. */
export async function commandList(): Promise<string> {
  const all = await descriptions();
  const width = Math.max(...all.map(({ command }) => command.length));
  const rows = all.map(({ command, summary }) => `  ${command.padEnd(width)}  ${summary.replaceAll('`', '')}`);
  return [...rows, '', 'Add the word help to a command to see what it takes: npm run experiment help', ''].join('\n');
}
