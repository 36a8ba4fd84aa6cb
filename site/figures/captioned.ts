/** A drawing with its caption above it, for files that are taken away from their page. Pure. */
import { escapeHtml } from '../words/html.ts';

const line = { height: 16, characterWidth: 6.2, margin: 8 };

/** `svg` has its width and height, in pixels, as attributes of its root. Throws a RangeError when it has not. */
export function captioned(svg: string, caption: string): string {
  const [width, height] = ['width', 'height'].map((name) =>
    Number(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1]),
  );
  if (!width || !height) throw new RangeError(`a drawing must say its size, got ${svg.slice(0, 60)}`);
  const lines = wrap(caption, Math.floor((width - 2 * line.margin) / line.characterWidth));
  const top = lines.length * line.height + line.margin;
  const text = lines
    .map((words, index) => `<text x="${line.margin}" y="${(index + 1) * line.height}">${escapeHtml(words)}</text>`)
    .join('');
  const whole = `width="${width}" height="${height + top}" viewBox="0 0 ${width} ${height + top}"`;
  return `<svg ${whole}><g fill="currentColor">${text}</g>${svg.replace(/^<svg/, () => `<svg y="${top}" overflow="visible"`)}</svg>`;
}

/** Words in lines of at most `most` characters; a longer word stands alone. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
