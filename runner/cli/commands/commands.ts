/** The commands by their names, each loaded when it is asked for; and the list of them that `help` shows. */
import { asTyped, inPackage } from '../../core/place.ts';
import { listed } from './listed.ts';
import type { Description, Key, Keys } from './words.ts';

export interface Command {
  description: Description<Key | null, Keys>;
  /** Gets the words after the command's name and returns an exit code. */
  run(words: string[]): Promise<number>;
}

export const commands = {
  new: () => import('./new.ts'),
  experiment: () => import('./experiment.ts'),
  sweep: () => import('./sweep.ts'),
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
  tensorflow: () => import('./tensorflow.ts'),
  calibrate: () => import('./calibrate.ts'),
  bench: () => import('./bench.ts'),
  test: () => import('./test.ts'),
  check: () => import('./check.ts'),
} as const satisfies Readonly<Record<keyof typeof listed, () => Promise<Command>>>;

/** The package brings neither tests nor what compares with other programs. */
const onlyInClone: ReadonlySet<string> = new Set(['test', 'check', 'bench']);

/** The commands that are there, in the order of the table. */
export const commandNames = (packaged = inPackage): (keyof typeof commands)[] =>
  (Object.keys(commands) as (keyof typeof commands)[]).filter((name) => !packaged || !onlyInClone.has(name));

export const isCommand = (name: string): name is keyof typeof commands =>
  commandNames().some((known) => known === name);

/** Every command's description, in the order of the table. */
export const descriptions = (): Promise<Command['description'][]> =>
  Promise.all(commandNames().map(async (name) => (await commands[name]()).description));

/** What `npm run help` prints. */
export function commandList(): string {
  const all = commandNames().map((name) => ({ ...listed[name], command: asTyped(listed[name].command) }));
  const width = Math.max(...all.map(({ command }) => command.length));
  const rows = all.map(({ command, summary }) => `  ${command.padEnd(width)}  ${summary.replaceAll('`', '')}`);
  const more = asTyped('Add the word help to a command to see what it takes: npm run experiment help');
  return [
    ...rows,
    '',
    more,
    'Exit codes: 0 done, 1 failed, 2 the input is wrong, 130 interrupted and resumable',
    ...(inPackage
      ? ['Documentation: node_modules/rnn-atlas/lib/docs/ (docs: true in site.yaml makes it part of your site)']
      : ['Documentation: docs/, and under Docs on the site']),
    '',
  ].join('\n');
}
