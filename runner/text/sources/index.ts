/**
 * From what a manifest names to texts: a corpus with a name of its own, or the user's files, folders and patterns. Texts come
 * a piece at a time, so that none need fit into one string.
 */
import { InputError } from '../../core/errors.ts';
import { joinParagraphs } from '../paragraphs.ts';
import type { Lines } from '../settings.ts';
import { agreement } from './agreement.ts';
import * as own from './languages.ts';
import { alice, type Library, stories } from './libraries.ts';
import { joined, openPath, type PathOptions, type SourceText } from './paths.ts';

const libraries = new Map<string, Library>(Object.entries({ stories, alice }));

/** A new language is an entry in languages.ts, or a file, and a name here. */
const { counter, brackets, quoted } = own;
const languages = new Map<string, own.Language>(Object.entries({ counter, brackets, quoted, agreement }));

/** The minimal pairs of a language that has some, as a file of JSON lines has them; null: of that name there are none. */
export function pairsNamed(name: string): string | null {
  const pairs = languages.get(name)?.pairs?.();
  return pairs === undefined ? null : pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
}

export interface SourceOptions extends Partial<PathOptions> {
  cwd: string;
  /** Of files: whether each line is kept, or those of a paragraph are joined. */
  lines?: Lines | undefined;
  /** Of a language that the program writes: what its lines have at most, where it is not the usual. */
  longest?: number | undefined;
}

/**
 * The texts that `names` stand for, in order. All are looked for before any is read.
 * @param names of corpora (stories, alice, ...), or paths or patterns of paths.
 * @throws InputError when a name stands for nothing that can be read, or for no language whose lines can be as long as is asked.
 */
export async function openSources(
  names: readonly string[],
  { otherNames = [], lines, longest, warn = () => undefined, ...options }: SourceOptions,
): Promise<SourceText[]> {
  const known = [...libraries.keys(), ...languages.keys(), ...otherNames];
  const sources: SourceText[] = [];
  for (const name of names) {
    const language = languages.get(name);
    if (longest !== undefined) checkLength(name, longest);
    const library = libraries.get(name);
    if (library !== undefined) sources.push(...(await library()));
    else if (language !== undefined) sources.push(own.openLanguage(name, language, longest));
    else {
      const files = await openPath(name, { ...options, warn, otherNames: known });
      sources.push(...(lines === 'joined' ? files.map(withParagraphsJoined) : files));
    }
  }
  return sources;
}

function checkLength(name: string, longest: number): void {
  const able = languages.get(name)?.longest;
  if (able !== undefined && longest <= able.most) return;
  const long = [...languages].filter(([, own]) => own.longest !== undefined).map(([each]) => each);
  throw new InputError('no-longer-lines', {
    what:
      able === undefined
        ? `observe.longest is given, and ${name} is no language whose lines the program can write longer`
        : `observe.longest is ${longest}, and the program writes lines of ${name} with at most ${able.most} ${able.of}`,
    fix:
      able === undefined
        ? `Leave observe.longest out, or observe.source: one of ${long.join(', ')}`
        : `Set observe.longest to ${able.most} or less`,
  });
}

const withParagraphsJoined = (source: SourceText): SourceText => ({ ...source, texts: paragraphsJoined(source) });

async function* paragraphsJoined({ name, whole, texts }: SourceText): AsyncGenerator<string> {
  if (!whole) yield joinParagraphs(await joined(texts, name));
  else for await (const text of texts) yield joinParagraphs(text);
}

/** The same with each source's text as a whole, for short ones. */
export async function readSources(
  names: readonly string[],
  options: SourceOptions,
): Promise<{ name: string; credit: string | null; text: string }[]> {
  const read: { name: string; credit: string | null; text: string }[] = [];
  for (const { name, credit, texts } of await openSources(names, options)) {
    read.push({ name, credit, text: await joined(texts, name) });
  }
  return read;
}
