/**
 * The command line: what each command takes is described once, and from that its words are read, its mistakes named and
 * its help printed. Words are plain (`as=mine`), because npm swallows options with dashes. Pure.
 */
import type { z } from 'zod';
import { InputError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';

/** One word that a command takes: the subject, or the value of a key. */
export interface Key<Value = unknown> {
  /** Reads the value; that of a word that is not given is undefined. */
  schema: z.ZodType<Value>;
  /** In the usage: '<name>', 'word|character'. */
  shown: string;
  /** A phrase without a full stop: 'the name of an experiment'. */
  about: string;
}

export interface Description {
  /** As it is typed: 'npm run ship'. */
  command: string;
  /** One sentence in the third person without a full stop: 'copies a trained model into models/<name>'. */
  summary: string;
  /** The word that stands alone, usually the first. */
  subject: Key | null;
  keys: Readonly<Record<string, Key>>;
  /** Words that the command reads by itself. */
  others?: { shown: string; about: string; accepts(word: string): boolean };
  example: string;
}

/** What a command takes, without its name. */
export type Takes = Omit<Description, 'command' | 'summary'>;

export interface WordsOf<T extends Pick<Takes, 'subject' | 'keys'>> {
  subject: T['subject'] extends Key ? z.output<T['subject']['schema']> : undefined;
  given: { [Name in keyof T['keys']]: z.output<T['keys'][Name]['schema']> };
  others: string[];
}

const required = ({ schema }: Key): boolean => !schema.safeParse(undefined).success;

/** @throws InputError for a word that is unknown, missing, given twice, or has a value that it cannot have. */
export function readWords<T extends Description>(description: T, words: readonly string[]): WordsOf<T> {
  const { command, subject, keys } = description;
  const fix = `For example: ${description.example}`;
  const sorted = sortWords(description, words);
  const valueFor = (key: Key, name: string, text: string | undefined) => {
    const { success, data, error } = key.schema.safeParse(text);
    if (success) return data;
    if (text === undefined) {
      const what = `${command} takes ${name === '' ? '' : `${name}${key.shown}, `}${key.about}`;
      throw new InputError('missing-word', { what, fix });
    }
    // Where the choices are shown, the reason would repeat them.
    const message = error.issues[0]?.message ?? '';
    const reason = message.startsWith('one of ') ? '' : `: ${message}`;
    const why = `It takes ${name}${key.shown}, ${key.about}${reason}`;
    throw new InputError('wrong-value', { what: `${command} does not understand "${name}${text}"`, why, fix });
  };
  return {
    given: Object.fromEntries(
      Object.entries(keys).map(([name, key]) => [name, valueFor(key, `${name}=`, sorted.given.get(name))]),
    ),
    subject: subject === null ? undefined : valueFor(subject, '', sorted.subject),
    others: sorted.others,
  } as WordsOf<T>;
}

function sortWords(description: Description, words: readonly string[]) {
  const { command, keys, subject, others } = description;
  const given = new Map<string, string>();
  const sorted: { subject?: string; given: typeof given; others: string[] } = { given, others: [] };
  for (const [index, word] of words.entries()) {
    const [, name = word, text] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    const free = subject !== null && sorted.subject === undefined;
    if (text !== undefined && Object.hasOwn(keys, name)) {
      const before = given.get(name);
      if (before !== undefined) {
        const what = `${command} does not understand "${name}=${before} ${word}"`;
        throw new InputError('repeated-word', { what, why: `${name}= is given twice` });
      }
      given.set(name, text);
    } else if (free && (text === undefined || (index === 0 && nearest(name, Object.keys(keys)) === null))) {
      sorted.subject = word;
    } else if (others?.accepts(word)) {
      sorted.others.push(word);
    } else throw unknownWord(description, word, name);
  }
  return sorted;
}

function unknownWord(description: Description, word: string, name: string): InputError {
  const near = nearest(name.replace(/^-+/, ''), Object.keys(description.keys));
  const dashes = word.startsWith('-') ? 'Words are plain, without dashes, because npm swallows options. ' : '';
  const taken = wordsTaken(description).map(({ shown }) => shown);
  return new InputError('unknown-word', {
    what: `${description.command} does not understand "${word}"`,
    why: `${dashes}It takes ${taken.join(', ') || 'no words'}`,
    fix: near === null ? `For example: ${description.example}` : `Did you mean "${near}="?`,
  });
}

export const wordsTaken = ({ subject, keys, others }: Takes): { shown: string; about: string; required: boolean }[] => [
  ...(subject === null ? [] : [{ shown: subject.shown, about: subject.about, required: required(subject) }]),
  ...Object.entries(keys).map(([name, key]) => ({
    shown: `${name}=${key.shown}`,
    about: key.about,
    required: required(key),
  })),
  ...(others === undefined ? [] : [{ shown: others.shown, about: others.about, required: false }]),
];

/** The command with all that it takes; what may be left out stands in brackets. */
export const usageOf = (description: Description): string => {
  const words = wordsTaken(description).map(({ shown, required }) => (required ? shown : `[${shown}]`));
  return [description.command, ...words].join(' ');
};

export function helpOf(description: Description): string {
  const { summary, example } = description;
  const rows = wordsTaken(description);
  const width = Math.max(0, ...rows.map(({ shown }) => shown.length));
  const about = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`.replaceAll('`', '');
  const table = rows.map(({ shown, about }) => `  ${shown.padEnd(width)}  ${about}\n`).join('');
  return `${usageOf(description)}\n\n${about}\n\n${table}${table === '' ? '' : '\n'}For example: ${example}\n`;
}

export const asksForHelp = (words: readonly string[]): boolean =>
  words.some((word) => word === 'help' || word === '--help' || word === '-h');
