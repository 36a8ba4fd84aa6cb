/** A LaTeX snippet that shows each figure with its caption, the numbers in it. Pure. */
import { escapeLatex } from '../core/latex.ts';

export interface PaperFile {
  /** Without its ending. */
  name: string;
  caption: string;
  numbers: Readonly<Record<string, string>>;
}

/**
 * @param source a sentence on where the figures come from.
 * @param millimetres their width.
 */
export const latexFigures = (figures: readonly PaperFile[], source: string, millimetres: number): string =>
  [
    `% ${source.replace(/\s+/g, ' ')}`,
    '% In the preamble: \\usepackage{graphicx}',
    '',
    ...figures.map((each) => figure(each, millimetres)),
  ].join('\n');

/** The picture keeps the width that it was drawn for: its letters are as large as those of a caption. */
function figure({ name, caption, numbers }: PaperFile, millimetres: number): string {
  const told = Object.entries(numbers).map(([what, value]) => `${what}: ${value}`);
  const words = [caption, ...(told.length === 0 ? [] : [`${told.join('; ')}.`])].map(escapeLatex).join(' ');
  return [
    '\\begin{figure}',
    '  \\centering',
    `  \\includegraphics[width=${millimetres}mm]{${name}.pdf}`,
    `  \\caption{${words}}`,
    `  \\label{fig:${name}}`,
    '\\end{figure}',
    '',
  ].join('\n');
}
