/**
 * Turns the Fourier surface: by mouse, touch, keyboard and buttons, on a canvas without WebGL. The still image stays
 * until the reader first touches it; the field is fetched then.
 */

import { decimal, significant } from '../../runner/core/words.ts';
import type { Field } from '../figures/surface/field.ts';
import { bandColour, levelColour } from '../figures/surface/palette.ts';
import { type SurfaceShape, type SurfaceView, startView } from '../figures/surface/projection.ts';
import { sceneOf, vertices } from '../figures/surface/scene.ts';
import { jsonOf, remembered, whyOf } from './fetched.ts';
import { find } from './find.ts';
import { connectTurning, type Turn } from './surface/turn.ts';

interface Drawing {
  field: Field;
  canvas: HTMLCanvasElement;
}

/** Pixels within which a vertex is meant. */
const reach = 14;

function bringToLife(figure: HTMLElement): void {
  const stage = find(figure, '[data-stage]', HTMLElement);
  const output = find(figure, '[data-reading-off]', HTMLElement);
  find(figure, '[data-turning]', HTMLElement).hidden = false;
  find(figure, '[data-hint]', HTMLElement).hidden = false;
  stage.tabIndex = 0;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-label', 'Fourier surface; the arrow keys turn it, plus and minus change its size');

  let turn: Turn = startView;
  let drawing: Drawing | null = null;
  let frame = 0;

  const wake = remembered(async (url: string) => {
    const field = await jsonOf<Field>(url);
    drawing = { field, canvas: canvasFor(find(stage, 'img', HTMLImageElement)) };
    new ResizeObserver(redraw).observe(stage);
    return drawing;
  });

  function redraw(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      wake(figure.dataset.surface ?? '').then(
        (woken) => draw(woken, turn, getComputedStyle(figure)),
        (error: unknown) => {
          output.textContent = `The surface could not be loaded (${whyOf(error)}).`;
        },
      );
    });
  }

  connectTurning(figure, stage, {
    onTurn(next) {
      turn = next;
      redraw();
    },
    onPoint(event) {
      if (drawing !== null) output.textContent = readOff(drawing, turn, event);
    },
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (drawing !== null) redraw();
  });
}

/** A canvas in the place of the still image. */
function canvasFor(still: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', still.alt);
  still.replaceWith(canvas);
  return canvas;
}

const viewOf = (canvas: HTMLCanvasElement, turn: Turn): SurfaceView => ({
  ...turn,
  width: canvas.clientWidth,
  height: canvas.clientHeight,
});

function draw({ field, canvas }: Drawing, turn: Turn, style: CSSStyleDeclaration): void {
  const view = viewOf(canvas, turn);
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(view.width * density);
  canvas.height = Math.round(view.height * density);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(density, density);
  paint(context, sceneOf(field, view), style);
}

/** What stands nearest to the pointer, in words; nothing when nothing is near. */
function readOff({ field, canvas }: Drawing, turn: Turn, event: PointerEvent): string {
  const { left, top } = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  let nearest = reach;
  let words = '';
  for (const vertex of vertices(field, viewOf(canvas, turn))) {
    const away = Math.hypot(vertex.at[0] - x, vertex.at[1] - y);
    if (away >= nearest) continue;
    nearest = away;
    const { neuron, frequency, amplitude } = vertex;
    words = `Neuron ${neuron}, ${decimal(frequency, 3)}: ${significant(amplitude, 2)}`;
  }
  return words;
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-surface]')) bringToLife(figure);

/** Draws the shapes of a surface on a canvas, in the colours of the scheme. */
export function paint(
  context: CanvasRenderingContext2D,
  shapes: readonly SurfaceShape[],
  style: CSSStyleDeclaration,
): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const shape of shapes) {
    if (shape.kind === 'label') {
      context.fillStyle = style.color;
      context.font = `${shape.strong ? '700 ' : ''}13px ${style.fontFamily}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      context.fillText(shape.text, ...shape.at);
      continue;
    }
    context.beginPath();
    for (const point of shape.points) context.lineTo(...point);
    if (shape.kind === 'band') {
      const { fill, opacity } = bandColour(dark);
      context.globalAlpha = opacity;
      context.fillStyle = fill;
      context.fill();
      context.globalAlpha = 1;
      continue;
    }
    if (shape.kind === 'quad') {
      context.closePath();
      context.fillStyle = levelColour(shape.level, dark);
      context.fill();
      context.strokeStyle = context.fillStyle;
      context.lineWidth = 0.5;
    } else {
      context.strokeStyle = style.color;
      context.lineWidth = 0.7;
      context.globalAlpha = shape.kind === 'ridge' ? 0.55 : 0.8;
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}
