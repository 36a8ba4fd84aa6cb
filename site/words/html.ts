/** HTML as a tagged template: whatever is put in is escaped, unless it is such HTML itself. Pure; runs in the browser too. */

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

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for HTML, both as content and inside double quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);

/** JSON that may stand inside a <script type="application/json"> element. */
export const embeddedJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');
