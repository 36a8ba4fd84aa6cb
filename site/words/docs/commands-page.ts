/** The reference of commands and errors, in Markdown. Pure. */
import { code, fence, plain, sentence, table } from './markdown.ts';
import type { ProgramReference } from './reference.ts';

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
