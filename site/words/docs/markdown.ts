/** Pieces of Markdown that are made, not written. Pure. */

/** Text in a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Text that Markdown shall not read: names in angle brackets, and what a backslash takes its meaning. */
export const plain = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('<', '&lt;');

export const code = (text: string): string => `\`${text}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** 'copies a model' -> 'Copies a model.' */
export const sentence = (text: string): string => {
  // A name of the program keeps its first letter: 'stories, alice or ...'.
  const whole = /^[a-z]+[,:(]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
};
