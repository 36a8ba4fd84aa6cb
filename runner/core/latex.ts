/** Text for LaTeX. Pure. */

/** Characters that LaTeX would obey, by its names for them; the others take a backslash. */
const names: Readonly<Record<string, string>> = {
  '\\': 'backslash',
  '~': 'asciitilde',
  '^': 'asciicircum',
  '<': 'less',
  '>': 'greater',
};

export const escapeLatex = (text: string): string =>
  text.replace(/[\\{}&%$#_~^<>]/g, (c) => (names[c] === undefined ? `\\${c}` : `\\text${names[c]}{}`));
