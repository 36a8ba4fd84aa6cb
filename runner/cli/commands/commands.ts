/** The commands by their names: each with a sentence, and what it takes and does, which is loaded when it is asked for. */
import { InputError } from '../../core/errors.ts';
import { asTyped, inPackage } from '../../core/installation.ts';
import { nearest } from '../../core/suggest.ts';
import type { Description, Takes, WordsOf } from './words.ts';

interface Command {
  takes: Takes;
  /** @param typed the words as they were given. @returns an exit code; none where all went well. */
  run(words: WordsOf<Takes>, typed: readonly string[]): Promise<number> | Promise<void>;
}

interface Entry {
  /** In the third person without a full stop. */
  summary: string;
  load(): Promise<Command>;
}

/** Those of developers lie beside the tests, which the package does not bring. */
const ofTheClone: ReadonlySet<string> = new Set(['calibrate', 'bench', 'test', 'check']);
const fromClone = (name: string) => (): Promise<Command> =>
  import(new URL(`../../../tests/commands/${name}.ts`, import.meta.url).href);

const commands = {
  new: {
    summary: 'looks at your text and writes an experiment for it: a manifest whose tests can be run, and a write-up',
    load: () => import('./new.ts'),
  },
  experiment: {
    summary: 'runs an experiment, or several side by side, and shows what it found',
    load: () => import('./experiment.ts'),
  },
  sweep: {
    summary: 'trains the model of a manifest with many settings and finds the best',
    load: () => import('./sweep.ts'),
  },
  evidence: {
    summary: 'gathers the evidence for an experiment that was run and adds it to the result',
    load: () => import('./evidence.ts'),
  },
  runs: {
    summary:
      'lists the runs with their state, age, size and last loss; `clean` shows what is not needed, and deletes it with `yes=true`',
    load: () => import('./runs.ts'),
  },
  site: {
    summary: 'serves the site while you work on it, and shows trainings while they run',
    load: () => import('./site.ts'),
  },
  build: { summary: 'builds the site as files in `dist/`', load: () => import('./build.ts') },
  preview: {
    summary: 'serves the files of `dist/`, under the path that they were built for',
    load: () => import('./preview.ts'),
  },
  import: {
    summary: 'turns a model that another program trained into a checkpoint, and tries it on a text',
    load: () => import('./import.ts'),
  },
  ship: {
    summary: 'copies a trained model into `models/<name>` in half precision, for other manifests to name',
    load: () => import('./ship.ts'),
  },
  export: {
    summary:
      'exports a page: its figures for a paper (SVG, PDF, PNG, captions for LaTeX), a PDF, or one HTML file that opens offline',
    load: () => import('./export.ts'),
  },
  'export-model': {
    summary: 'writes a model for other programs: PyTorch, or any ONNX Runtime',
    load: () => import('./export-model.ts'),
  },
  'publish-check': {
    summary: 'builds the site as it will be published and checks it on this machine',
    load: () => import('./publish-check.ts'),
  },
  doctor: {
    summary: 'tries every engine and device on this machine: which work, how fast, and what the others lack',
    load: () => import('./doctor.ts'),
  },
  calibrate: { summary: 'measures how often the tests of the evidence are wrong', load: fromClone('calibrate') },
  bench: {
    summary: 'measures the speed of this machine, beside PyTorch where it is installed',
    load: fromClone('bench'),
  },
  test: {
    summary: 'runs the tests, or parts of them; `npm run test:long` runs those that take long: calibration and fuzzing',
    load: fromClone('test'),
  },
  check: { summary: 'checks types, lint, format and the walls between rooms', load: fromClone('check') },
} as const satisfies Readonly<Record<string, Entry>>;

type CommandName = keyof typeof commands;

const commandNames = (): CommandName[] =>
  (Object.keys(commands) as CommandName[]).filter((name) => !inPackage || !ofTheClone.has(name));

/** As it is typed in a clone: 'npm run publish:check'. */
const typedAs = (name: CommandName): string =>
  name === 'test' ? 'npm test' : `npm run ${name === 'publish-check' ? 'publish:check' : name}`;

/**
 * @param asked the command's name, as of a script (`publish:check`) or of a file (`publish-check`).
 * @throws InputError where there is none of that name.
 */
export async function commandNamed(asked: string): Promise<Pick<Command, 'run'> & { description: Description }> {
  const names = commandNames();
  const name = names.find((each) => each === asked.replaceAll(':', '-'));
  if (name === undefined) {
    const near = nearest(asked, names);
    throw new InputError('unknown-command', {
      what: `There is no command "${asked}"`,
      fix: near === null ? `Use one of ${names.join(', ')}` : `Did you mean "${near}"?`,
    });
  }
  const { summary, load }: Entry = commands[name];
  const { takes, run } = await load();
  return { run, description: { command: typedAs(name), summary, ...takes } };
}

export const descriptions = (): Promise<Description[]> =>
  Promise.all(commandNames().map(async (name) => (await commandNamed(name)).description));

export function commandList(): string {
  const rows = commandNames().map(
    (name) => [asTyped(typedAs(name)), commands[name].summary.replaceAll('`', '')] as const,
  );
  const width = Math.max(...rows.map(([command]) => command.length));
  return [
    ...rows.map(([command, summary]) => `  ${command.padEnd(width)}  ${summary}`),
    '',
    asTyped('Add the word help to a command to see what it takes: npm run experiment help'),
    'Exit codes: 0 done, 1 failed, 2 the input is wrong, 130 interrupted and resumable',
    inPackage
      ? 'Documentation: node_modules/rnn-atlas/lib/docs/ (docs: true in site.yaml makes it part of your site)'
      : 'Documentation: docs/, and under Docs on the site',
    '',
  ].join('\n');
}
