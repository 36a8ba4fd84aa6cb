/** What a page prints of a machine's files: their names, and never the folders that lie above them. Pure. */

/** An absolute path, POSIX or Windows, at the start of a text or after what cannot be part of a name. */
const absolute = /(^|[\s"'=(,])(?:~|[A-Za-z]:)?[\\/](?:[^\s"'\\/,)]+[\\/])*([^\s"'\\/,)]+)[\\/]?(?=$|[\s"',)])/g;

/** 'reads /home/ada/texts/emma.txt' -> 'reads emma.txt'; addresses and relative paths stay. */
export const withoutFolders = (text: string): string => text.replace(absolute, '$1$2');

/** The same for every string in a value of plain data, which keeps its shape. */
export const withoutFoldersIn = <Value>(value: Value): Value => shortened(value) as Value;

function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return isPath(value) ? (value.split(/[\\/]/).findLast((part) => part !== '') ?? value) : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}

/** A whole value that is an absolute path, spaces in it or not; a regular expression between slashes is none. */
const isPath = (value: string): boolean =>
  /^(?:[A-Za-z]:[\\/]|~?\/)(?=.*[^\\/])/.test(value) && !/^\/.*\/[a-z]*$/.test(value);
