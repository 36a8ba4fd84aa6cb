/** What a corpus is read from: texts with a name and their origin. Types only. */

/** One book, file, folder or archive, or one generated language. */
export interface SourceText {
  /** Title of a book, path of a file, folder or archive. */
  name: string;
  /** Author, rights and origin; null for the user's own files. */
  credit: string | null;
  /** Whether each of the texts is a document; otherwise they are the pieces of one text, to be cut into documents. */
  whole: boolean;
  /** To be read to the end before the next source's. */
  texts: AsyncIterable<string>;
}
