/** Words of a command as a shell reads them: quoted where it takes quoting, and read back. Pure; imports nothing. */

/** A word as a POSIX shell takes it whole: `title='What'\''s up'` -> `'title=What'\''s up'`. */
export const quoted = (word: string): string =>
  /^[\w./=+:,@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A part of a word: in single quotes, in double quotes, a character behind a backslash, or plain. */
const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gs;
const words = new RegExp(`(?:${part.source})+`, 'gs');

/** The words of a line, without their quotes; what is not closed ends the line. */
export const wordsOf = (line: string): string[] =>
  (line.match(words) ?? []).map((word) => word.replace(part, (...found: (string | undefined)[]) => unquoted(found)));

const unquoted = ([, single, double, escaped, plain]: readonly (string | undefined)[]): string =>
  single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
