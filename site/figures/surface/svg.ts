/**
 * The surface as an SVG file, for the page and to take away. Colours follow the reader's scheme; labels grow where the image is shown small. Pure.
 */
import { escapeHtml } from '../../words/html.ts';
import { bandColour, levelColour, levels } from './palette.ts';
import type { Point, SurfaceShape } from './projection.ts';

const steps = Array.from({ length: levels }, (_, level) => level);
const fills = (dark: boolean) =>
  steps.map((level) => `.q${level}{fill:${levelColour(level, dark)};stroke:${levelColour(level, dark)}}`).join('');
const scheme = (dark: boolean, ink: string, quiet: string): string => {
  const band = bandColour(dark);
  return `text{fill:${ink}}.axis{stroke:${quiet}}.ridge{stroke:${ink}}.band{fill:${band.fill};fill-opacity:${band.opacity}}${fills(dark)}`;
};
// --ink and --quiet of styles/colours.css, which an image does not see.
const light = scheme(false, '#1d1b18', '#5f5a52');
const common = '.strong{font-weight:700}.axis,.ridge{fill:none}.ridge{stroke-opacity:.55;stroke-width:.7}';
const onPage = [
  `text{font:14px system-ui,sans-serif}${common}${light}`,
  `@media (prefers-color-scheme:dark){${scheme(true, '#ece8df', '#b0aa9e')}}`,
  '@media (max-width:480px){text{font-size:24px}}',
].join('');
/** On white, whatever the reader's screen: `size` of the labels in the drawing's pixels. */
const onWhite = (size: number): string => `text{font-size:${size}px}${common}${light}`;

/** @param labels for print, the size of the labels in pixels. */
export function surfaceSvg(
  shapes: readonly SurfaceShape[],
  { width, height }: { width: number; height: number },
  labels?: number,
): string {
  const style = labels === undefined ? onPage : onWhite(labels);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><style>${style}</style>${shapes.map(element).join('')}</svg>`;
}

function element(shape: SurfaceShape): string {
  switch (shape.kind) {
    case 'quad':
      return `<path class="q${shape.level}" stroke-width=".5" d="${path(shape.points)}z"/>`;
    case 'band':
      return `<path class="band" d="${path(shape.points)}z"/>`;
    case 'ridge':
    case 'axis':
      return `<path class="${shape.kind}" d="${path(shape.points)}"/>`;
    case 'label': {
      const [x, y] = shape.at.map(rounded);
      const strong = shape.strong ? ' class="strong"' : '';
      return `<text${strong} x="${x}" y="${y}" dy=".35em" text-anchor="${shape.anchor}">${escapeHtml(shape.text)}</text>`;
    }
    default:
      return shape satisfies never;
  }
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
const path = (points: readonly Point[]): string => `M${points.map((point) => point.map(rounded).join(' ')).join('L')}`;
