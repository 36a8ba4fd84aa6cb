/**
 * Turns the Fourier surface: by mouse, touch, keyboard and buttons, on a canvas without WebGL. The still image stays
 * until the reader first touches it; the field is fetched then.
 */

import type { Field } from '../figures/surface/field.ts';
import { bandColour, levelColour } from '../figures/surface/palette.ts';
import { type Shape, sceneOf, startView, type View, vertices } from '../figures/surface/scene.ts';
import { decimal, significant } from '../words/numbers.ts';
import { find } from './find.ts';

type Turn = Pick<View, 'yaw' | 'pitch' | 'zoom'>;

const step = 0.12;
const turns: Record<string, (view: Turn) => Turn> = {
  left: (view) => ({ ...view, yaw: view.yaw - step }),
  right: (view) => ({ ...view, yaw: view.yaw + step }),
  up: (view) => ({ ...view, pitch: view.pitch + step }),
  down: (view) => ({ ...view, pitch: view.pitch - step }),
  in: (view) => ({ ...view, zoom: view.zoom * 1.15 }),
  out: (view) => ({ ...view, zoom: view.zoom / 1.15 }),
  back: () => startView,
};
const keys: Record<string, string> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  '+': 'in',
  '-': 'out',
  Home: 'back',
};

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const kept = ({ yaw, pitch, zoom }: Turn): Turn => ({
  yaw,
  pitch: clamp(pitch, 0.05, Math.PI / 2),
  zoom: clamp(zoom, 0.6, 3),
});

function bringToLife(figure: HTMLElement): void {
  const stage = find(figure, '[data-stage]', HTMLElement);
  const still = find(stage, 'img', HTMLImageElement);
  const output = find(figure, '[data-reading-off]', HTMLElement);
  find(figure, '[data-turning]', HTMLElement).hidden = false;
  find(figure, '[data-hint]', HTMLElement).hidden = false;
  stage.tabIndex = 0;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-label', 'Fourier surface; the arrow keys turn it, plus and minus change its size');

  let turn: Turn = startView;
  let loaded: Promise<{ field: Field; canvas: HTMLCanvasElement }> | null = null;
  let frame = 0;

  function wake(): Promise<{ field: Field; canvas: HTMLCanvasElement }> {
    loaded ??= fetch(figure.dataset.surface ?? '')
      .then(async (response) => {
        if (!response.ok) throw new Error(`status ${response.status}`);
        const field = (await response.json()) as Field;
        const canvas = document.createElement('canvas');
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', still.alt);
        still.replaceWith(canvas);
        new ResizeObserver(redraw).observe(stage);
        return { field, canvas };
      })
      .catch((error: unknown) => {
        loaded = null;
        output.textContent = `The surface could not be loaded (${error instanceof Error ? error.message : error}).`;
        throw error;
      });
    return loaded;
  }

  function redraw(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => void wake().then(draw, () => undefined));
  }

  function draw({ field, canvas }: { field: Field; canvas: HTMLCanvasElement }): void {
    const view = viewOf(canvas);
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(view.width * density);
    canvas.height = Math.round(view.height * density);
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.scale(density, density);
    paint(context, sceneOf(field, view), getComputedStyle(figure));
  }

  const viewOf = (canvas: HTMLCanvasElement): View => ({
    ...turn,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
  });

  function move(name: string): void {
    turn = kept((turns[name] ?? ((view: Turn) => view))(turn));
    redraw();
  }

  figure.addEventListener('click', ({ target }) => {
    const name = target instanceof Element ? target.closest<HTMLElement>('[data-turn]')?.dataset.turn : undefined;
    if (name !== undefined) move(name);
  });
  stage.addEventListener('keydown', (event) => {
    const name = keys[event.key];
    if (name === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(name);
  });

  let held: { x: number; y: number; turn: Turn } | null = null;
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, turn };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', (event) => {
    if (held === null) {
      if (loaded !== null)
        void loaded.then(
          (ready) => readOff(ready, event),
          () => undefined,
        );
      return;
    }
    // A finger that moves up or down scrolls the page (touch-action); it turns the surface from side to side.
    const tilt = event.pointerType === 'touch' ? 0 : (event.clientY - held.y) * 0.006;
    turn = kept({
      ...held.turn,
      yaw: held.turn.yaw - (event.clientX - held.x) * 0.008,
      pitch: held.turn.pitch + tilt,
    });
    redraw();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    stage.addEventListener(end, () => {
      held = null;
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (loaded !== null) redraw();
  });

  function readOff({ field, canvas }: { field: Field; canvas: HTMLCanvasElement }, event: PointerEvent): void {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const reach = 14;
    let nearest = reach;
    let words = '';
    for (const { neuron, column, at } of vertices(field, viewOf(canvas))) {
      const away = Math.hypot(at[0] - x, at[1] - y);
      if (away >= nearest) continue;
      nearest = away;
      const row = field.windows.flat().find((each) => each.neuron === neuron);
      words = `Neuron ${neuron}, ${decimal(field.frequencies[column] ?? 0, 3)}: ${significant(row?.amplitudes[column] ?? 0, 2)}`;
    }
    output.textContent = words;
  }
}

function paint(context: CanvasRenderingContext2D, shapes: readonly Shape[], style: CSSStyleDeclaration): void {
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

for (const figure of document.querySelectorAll<HTMLElement>('[data-surface]')) bringToLife(figure);
