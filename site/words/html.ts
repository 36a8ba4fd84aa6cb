/** HTML as a tagged template: whatever is put in is escaped, unless it is such HTML itself. Pure; runs in the browser too. */
import { escapeHtml } from './escape.ts';

export interface Html {
  readonly html: string;
}
type Part = Html | string | number | null | false | readonly Part[];

/** `html\`<b>${name}</b>\`; lists are joined, null and false are left out. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: strings.reduce((text, string, index) => text + written(parts[index - 1] ?? null) + string),
});

/** SVG or HTML that another function has made safe. */
export const trusted = (text: string): Html => ({ html: text });

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(written).join('');
}
