/** Text for LaTeX. Pure. */

/** Characters that LaTeX would obey. */
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

export const escapeLatex = (text: string): string => text.replace(/[\\{}&%$#_~^<>]/g, (c) => escapes[c] ?? c);
