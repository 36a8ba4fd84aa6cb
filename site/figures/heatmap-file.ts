/** A heatmap as one drawing with its own style, for a file: the page shows its two halves beside each other. Pure. */
import type { HeatmapDrawing } from './heatmap-svg.ts';

const style = [
  'text{fill:var(--quiet)}.detected{fill:var(--ink);font-weight:700}.bar{fill:var(--rule)}',
  '.separator{stroke:var(--quiet);stroke-dasharray:3 3}',
].join('');
/** Slanted labels reach beyond the last column. */
const overhang = 60;

export function heatmapFile({ head, body }: HeatmapDrawing): string {
  const [left, right] = [sizeOf(head), sizeOf(body)];
  const width = left.width + right.width + overhang;
  const shifted = body.replace(/^<svg/, `<svg x="${left.width}" overflow="visible"`);
  return `<svg width="${width}" height="${left.height}" viewBox="0 0 ${width} ${left.height}"><style>${style}</style>${head}${shifted}</svg>`;
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /^<svg width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
