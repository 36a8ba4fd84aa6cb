/** Walks the matrix of an atlas by pointer and keys, and draws it anew when its neurons are put in another order. */
import { drawnFeatures, matrixPixels, orderedBy, type Scheme } from '../../figures/atlas/matrix.ts';
import { effectAt, isLearned } from '../../words/atlas/learned.ts';
import { cellSentence } from '../../words/atlas/sentences.ts';
import { find } from '../find.ts';
import type { Loaded } from './load.ts';

export interface MatrixView {
  /** Moves the mark to a neuron. */
  show(neuron: number): void;
}

export function liveMatrix(figure: HTMLElement, { atlas, map }: Loaded, choose: (neuron: number) => void): MatrixView {
  const matrix = find(figure, '[data-matrix]', HTMLElement);
  const stage = find(figure, '[data-stage]', HTMLElement);
  const image = find(figure, 'img', HTMLImageElement);
  const canvas = find(figure, 'canvas', HTMLCanvasElement);
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', image.alt);
  const output = find(figure, '[data-read]', HTMLOutputElement);
  const column = find(figure, '[data-column]', HTMLElement);
  const label = find(figure, '[data-order]', HTMLElement);
  const select = find(label, 'select', HTMLSelectElement);
  const buttons = [...figure.querySelectorAll<HTMLButtonElement>('button[data-feature]')];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const features = drawnFeatures(atlas, map);
  let order: number[] = [...map.order];
  let chosen = order[0] ?? 0;
  let row = 0;

  function say(neuron: number, line: number): void {
    const number = features[line];
    const feature = number === undefined ? undefined : atlas.features[number];
    if (number === undefined || feature === undefined) return;
    const effect = effectAt(atlas, map, neuron, number);
    output.textContent = cellSentence(neuron, feature, effect, isLearned(effect, feature));
  }

  function show(neuron: number): void {
    chosen = neuron;
    matrix.style.setProperty('--column', String((order.indexOf(neuron) + 0.5) / order.length));
    column.textContent = String(neuron);
    const best = map.best[neuron];
    if (best !== undefined && features.includes(best)) row = features.indexOf(best);
    say(neuron, row);
  }

  function arrange(feature: number | null): void {
    order = feature === null ? [...map.order] : orderedBy(atlas, map, feature);
    select.value = feature === null ? '' : String(feature);
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(Number(button.dataset.feature) === feature));
    }
    draw();
    show(chosen);
  }

  function draw(): void {
    const scheme: Scheme = dark.matches ? 'dark' : 'light';
    const { width, height, data } = matrixPixels(atlas, map, { neurons: order, features }, scheme);
    const context = canvas.getContext('2d');
    if (context === null) return;
    canvas.width = width;
    canvas.height = height;
    const pixels = context.createImageData(width, height);
    for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
      pixels.data.set(data.subarray(from, from + 3), to);
      pixels.data[to + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
    canvas.hidden = false;
    image.hidden = true;
  }

  /** The neuron and the line under a pointer. */
  function under(event: PointerEvent | MouseEvent): { neuron: number; line: number } | null {
    const { left, top, width, height } = (canvas.hidden ? image : canvas).getBoundingClientRect();
    const neuron = order[Math.floor(((event.clientX - left) / width) * order.length)];
    const line = Math.floor(((event.clientY - top) / height) * features.length);
    return neuron === undefined || line < 0 || line >= features.length ? null : { neuron, line };
  }

  stage.addEventListener('pointermove', (event) => {
    const at = under(event);
    if (at) say(at.neuron, at.line);
  });
  stage.addEventListener('pointerleave', () => say(chosen, row));
  stage.addEventListener('click', (event) => {
    const at = under(event);
    if (at) choose(at.neuron);
  });
  stage.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = order.indexOf(chosen);
    const last = order.length - 1;
    const columns: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - 25,
      PageDown: at + 25,
      Home: 0,
      End: last,
    };
    const lines: Record<string, number> = { ArrowUp: row - 1, ArrowDown: row + 1 };
    const column = columns[event.key];
    const line = lines[event.key];
    if (column === undefined && line === undefined) return;
    event.preventDefault();
    const kept = line === undefined ? row : Math.max(0, Math.min(features.length - 1, line));
    const neuron = column === undefined ? undefined : order[Math.max(0, Math.min(last, column))];
    if (neuron !== undefined) choose(neuron);
    row = kept;
    say(chosen, row);
  });
  select.addEventListener('change', () => arrange(select.value === '' ? null : Number(select.value)));
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener('click', () =>
      arrange(button.getAttribute('aria-pressed') === 'true' ? null : Number(button.dataset.feature)),
    );
  }
  label.hidden = false;
  dark.addEventListener('change', () => {
    if (!canvas.hidden) draw();
  });
  return { show };
}
