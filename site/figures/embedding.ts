/**
 * Words by their vectors' first two principal components: a dot each, and its name where it covers no other. One scale
 * for both axes, so that distances can be compared. Pure; names are escaped.
 */
import stringWidth from 'string-width';
import { decimal } from '../../runner/core/words.ts';
import type { EmbeddingResult } from '../../runner/experiment/results/embedding-schema.ts';
import { escapeHtml } from '../words/html.ts';
import { tokenLabel } from '../words/token.ts';
import { type Drawing, onPage, type Palette } from './drawing.ts';

type Projection = NonNullable<EmbeddingResult['projection']>;

const frame = { width: 720, mostHeight: 520, leastHeight: 160, side: 56, top: 22, bottom: 30 };
const font = { column: 6.1, height: 11, gap: 4 };
const dot = 1.8;
/** Longer names are cut: a name must leave room for others. */
const longest = 18;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The most frequent words are named first. */
export function embeddingDrawing(
  { points, explained }: Projection,
  { ink }: Palette = onPage,
  across = frame.width,
): Drawing {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const [wide, tall] = [right - left || 1, high - low || 1];
  const inner = across - 2 * frame.side;
  const scale = Math.min(inner / wide, (frame.mostHeight - frame.top - frame.bottom) / tall);
  const height = Math.round(Math.max(frame.leastHeight, tall * scale + frame.top + frame.bottom));
  const middle = { x: (left + right) / 2, y: (low + high) / 2 };
  const place = (x: number, y: number): [number, number] => [
    across / 2 + (x - middle.x) * scale,
    (height + frame.top - frame.bottom) / 2 - (y - middle.y) * scale,
  ];
  const placed = points.map(({ word, x, y }) => ({ word, at: place(x, y) }));
  const [zeroX, zeroY] = place(0, 0).map(rounded) as [number, number];
  const area = { left: 0, right: across, top: frame.top - font.height, bottom: height - frame.bottom + font.height };
  const content = [
    `<path d="M0 ${zeroY}H${across}M${zeroX} ${frame.top}V${height - frame.bottom}" stroke="${ink('rule')}"/>`,
    `<g fill="${ink('line')}">${placed.map(dotOf).join('')}</g>`,
    `<g fill="currentColor">${namesOf(placed, area).join('')}</g>`,
    `<g fill="${ink('quiet')}"><text x="${across}" y="${height - 4}" text-anchor="end">first component, ${share(explained[0])} →</text>`,
    `<text x="0" y="10">↑ second component, ${share(explained[1])}</text></g>`,
  ].join('');
  return { width: across, height, content };
}

const share = (value: number): string => `${decimal(100 * value, 0)}% of the variance`;
const rounded = (value: number): number => Math.round(10 * value) / 10;

interface Placed {
  word: string;
  at: [number, number];
}

const dotOf = ({ word, at: [x, y] }: Placed): string =>
  `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${dot}"><title>${escapeHtml(tokenLabel(word))}</title></circle>`;

function namesOf(placed: readonly Placed[], area: Box): string[] {
  const taken: Box[] = [];
  return placed.flatMap(({ word, at: [x, y] }) => {
    const name = shortened(tokenLabel(word));
    const width = stringWidth(name) * font.column;
    for (const [startX, baseline] of [
      [x + font.gap, y + 3.5],
      [x - font.gap - width, y + 3.5],
      [x - width / 2, y - font.gap],
      [x - width / 2, y + font.gap + 8],
    ] as const) {
      const box = { left: startX, right: startX + width, top: baseline - font.height + 1, bottom: baseline + 3 };
      if (!inside(box, area) || taken.some((other) => meet(box, other))) continue;
      taken.push(box, { left: x - dot, right: x + dot, top: y - dot, bottom: y + dot });
      return [`<text x="${rounded(startX)}" y="${rounded(baseline)}">${escapeHtml(name)}</text>`];
    }
    return [];
  });
}

const shortened = (name: string): string => {
  const characters = [...name];
  return characters.length <= longest ? name : `${characters.slice(0, longest - 1).join('')}…`;
};

const inside = (box: Box, area: Box): boolean =>
  box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
