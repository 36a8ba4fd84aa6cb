/**
 * The diagram of a cell: a box for each component in the order in which a step computes them, above what they look at; those that
 * are carried to the next token leave on the right. Of a whole network a layer: the stream runs upwards and is added to after each
 * part, a row of boxes whose shapes tell what each is to the network. The recorded component is marked. Pure.
 */
import type { Result } from '../../runner/experiment/results/schema.ts';
import { isOfCells, type LayerPart, layerPartsOf, looksBack, partsOf } from '../words/components.ts';
import { escapeHtml } from '../words/html.ts';
import { type Drawing, onPage, type Palette } from './drawing.ts';

type Cell = Result['model']['cell'];

interface Pen {
  wire(path: string, component?: string): string;
  arrow(path: string, component?: string): string;
  letter(x: number, y: number, text: string, component?: string): string;
  /** A component's box, by the attributes of its rectangles, and its letter, at a point. */
  box(component: string, rectangles: readonly string[], letter: string, at: readonly [x: number, y: number]): string;
  node(x: number, y: number): string;
}

export function cellDrawing(cell: Cell, recorded: string | undefined, { ink }: Palette = onPage): Drawing {
  const [mark, quiet, paper] = [ink('mark'), ink('quiet'), ink('paper')];
  const isMarked = (component: string | undefined): boolean => component !== undefined && component === recorded;
  const letters = 'text-anchor="middle" font-style="italic" font-size="15"';
  const text = (x: number, y: number, said: string, look: string): string =>
    `<text ${letters} x="${x}" y="${y}" ${look}>${escapeHtml(said)}</text>`;
  const strong = (colour: string): string => `fill="${colour}" font-weight="700"`;
  const pen: Pen = {
    wire: (path, component) =>
      `<path fill="none" stroke="${isMarked(component) ? mark : quiet}" stroke-width="${isMarked(component) ? 3 : 1.5}" d="${path}"/>`,
    arrow: (path, component) => `<path fill="${isMarked(component) ? mark : quiet}" d="${path}"/>`,
    letter: (x, y, said, component) => text(x, y, said, isMarked(component) ? strong(mark) : `fill="${ink('ink')}"`),
    box(component, rectangles, sign, [x, y]) {
      const [fill, stroke] = isMarked(component) ? [mark, mark] : [paper, quiet];
      const look = isMarked(component) ? strong(paper) : `fill="${ink('ink')}"`;
      const drawn = rectangles.map((each) => `<rect fill="${fill}" stroke="${stroke}" stroke-width="1.25" ${each}/>`);
      return `<g data-part="${component}">${drawn.join('')}${text(x, y, sign, look)}</g>`;
    },
    node: (x, y) =>
      `<circle fill="${paper}" stroke="${quiet}" stroke-width="1.25" cx="${x}" cy="${y}" r="8"/><path stroke="${quiet}" stroke-width="1.5" d="M${x - 4} ${y}h8m-4 -4v8"/>`,
  };
  const frame = `<rect fill="${ink('panel')}" stroke="${ink('rule')}" x="58" y="18" width="344" height="204" rx="16"/>`;
  const parts = isOfCells(cell) ? stepOf(cell, pen) : layerOf(layerPartsOf(cell), pen);
  return { width: 460, height: 262, content: [frame, ...parts].join('') };
}

/** One step of a cell. */
function stepOf(cell: Cell, { wire, arrow, letter, box }: Pen): string[] {
  const parts = partsOf(cell);
  const [left, right] = [84, 376];
  const boxes = parts.map((part, index) => ({
    ...part,
    x: left + (index * (right - left)) / Math.max(1, parts.length - 1),
  }));
  const carried = boxes.filter((part) => part.carried).map((part, row) => ({ ...part, y: 44 + 22 * row }));
  return [
    ...(looksBack(cell) ? [wire('M30 196H92'), letter(18, 201, 'h′')] : []),
    wire(`M92 244V196H${right}`),
    ...boxes.map(({ x }) => wire(`M${x} 196V176`)),
    ...carried.flatMap(({ component, symbol: sign, x, y }) => [
      wire(`M30 ${y}H${x}`),
      wire(`M${x} 144V${y}H434`, component),
      arrow(`M440 ${y}l-9 -4v8z`, component),
      letter(18, y + 5, `${sign}′`),
      letter(450, y + 5, sign, component),
    ]),
    ...boxes.map(({ component, symbol, x }) =>
      box(component, [`x="${x - 15}" y="144" width="30" height="32" rx="5"`], symbol, [x, 165]),
    ),
    letter(92, 259, 'x'),
  ];
}

/** A layer of a whole network, from below. */
function layerOf(parts: readonly LayerPart[], { wire, arrow, letter, box, node }: Pen): string[] {
  const [stream, left, right] = [96, 134, 380];
  const rows = parts.map(({ stream: after, boxes }, index) => {
    const gap = (right - left) / Math.max(1, boxes.length - 1);
    return {
      after,
      y: 216 - ((index + 0.5) * 190) / parts.length,
      boxes: boxes.map((each, place) => ({ ...each, x: left + place * gap })),
    };
  });
  const half = 13;
  return [
    wire(`M${stream} 244V24`),
    arrow(`M${stream} 16l-4 9h8z`),
    ...rows.flatMap(({ y, after, boxes }) => [
      wire(`M${stream} ${y + 36}H${right}`),
      wire(`M${right} ${y - 32}H${stream + 8}`),
      ...boxes.flatMap(({ component, x }) => [
        wire(`M${x} ${y + 36}V${y + 14}`),
        wire(`M${x} ${y - 14}V${y - 32}`, component),
      ]),
      node(stream, y - 32),
      ...boxes.map(({ component, symbol, role, x }) => {
        const dashes = role === 'address' ? ' stroke-dasharray="3 2"' : '';
        const outer = `x="${x - half}" y="${y - 14}" width="${2 * half}" height="28" rx="${role === 'gate' ? half : 4}"${dashes}`;
        const inner = `x="${x - half + 3}" y="${y - 11}" width="${2 * half - 6}" height="22" rx="2"`;
        return box(component, role === 'memory' ? [outer, inner] : [outer], symbol, [x, y + 5]);
      }),
      letter(stream - 20, y - 27, after),
    ]),
    letter(stream, 259, 'x′'),
  ];
}
