/** Walks the matrix of an atlas by pointer and keys, and draws it anew when its neurons are put in another order. */
import { item } from '../../../runner/core/at.ts';
import { drawnFeatures, matrixPixels, orderedBy } from '../../figures/atlas/matrix.ts';
import { effectAt, isLearned } from '../../words/atlas/learned.ts';
import { cellSentence } from '../../words/atlas/sentences.ts';
import { find } from '../shared.ts';
import type { BrowserAtlas } from './load.ts';

/** @returns moves the mark to a neuron. */
export function liveMatrix(
  figure: HTMLElement,
  loaded: BrowserAtlas,
  choose: (neuron: number) => void,
): (neuron: number) => void {
  const { atlas, map } = loaded;
  const matrix = find(figure, '[data-matrix]', HTMLElement);
  const stage = find(figure, '[data-stage]', HTMLElement);
  const output = find(figure, '[data-read]', HTMLOutputElement);
  const column = find(figure, '[data-column]', HTMLElement);
  const features = drawnFeatures(atlas, map);
  const picture = connectPicture(figure, loaded, features);
  const mostLines = features.length - 1;
  let order: readonly number[] = [...map.order];
  let chosen = item(order, 0);
  let row = 0;

  function say(neuron: number, line: number): void {
    const number = features[line];
    const feature = number === undefined ? undefined : atlas.features[number];
    if (number === undefined || feature === undefined) return;
    const effect = effectAt(atlas, map, neuron, number);
    output.textContent = cellSentence(neuron, feature, effect, isLearned(atlas, map, neuron, number));
  }

  function show(neuron: number): void {
    chosen = neuron;
    matrix.style.setProperty('--column', String((order.indexOf(neuron) + 0.5) / order.length));
    column.textContent = String(neuron);
    const best = map.best[neuron];
    if (best !== undefined && features.includes(best)) row = features.indexOf(best);
    say(neuron, row);
  }

  /** The neuron and the line under a pointer. */
  function under(event: MouseEvent): { neuron: number; line: number } | null {
    const { left, top, width, height } = picture.shown().getBoundingClientRect();
    const neuron = order[Math.floor(((event.clientX - left) / width) * order.length)];
    const line = Math.floor(((event.clientY - top) / height) * features.length);
    return neuron === undefined || line < 0 || line > mostLines ? null : { neuron, line };
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
    const place = columnAfter(event.key, order.indexOf(chosen), order.length - 1);
    const line = event.key === 'ArrowUp' ? row - 1 : event.key === 'ArrowDown' ? row + 1 : null;
    if (place === null && line === null) return;
    event.preventDefault();
    // A chosen neuron takes the line of its best feature: the reader's own stays.
    const kept = line === null ? row : Math.max(0, Math.min(mostLines, line));
    if (place !== null) choose(item(order, place));
    row = kept;
    say(chosen, row);
  });
  connectOrder(figure, (feature) => {
    order = feature === null ? [...map.order] : orderedBy(atlas, map, feature);
    picture.draw(order);
    show(chosen);
  });
  return show;
}

/** Where a key leads from a column; null for a key that leads nowhere. */
function columnAfter(key: string, at: number, last: number): number | null {
  const columns: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    PageUp: at - 25,
    PageDown: at + 25,
    Home: 0,
    End: last,
  };
  const column = columns[key];
  return column === undefined ? null : Math.max(0, Math.min(last, column));
}

/** The matrix in another order than that of its image, in the colours of the scheme. */
function connectPicture(figure: HTMLElement, { atlas, map }: BrowserAtlas, features: readonly number[]) {
  const image = find(figure, 'img', HTMLImageElement);
  const canvas = find(figure, 'canvas', HTMLCanvasElement);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let order: readonly number[] = [];
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', image.alt);

  function draw(): void {
    const { width, height, data } = matrixPixels(
      atlas,
      map,
      { neurons: order, features },
      dark.matches ? 'dark' : 'light',
    );
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

  dark.addEventListener('change', () => {
    if (!canvas.hidden) draw();
  });
  return {
    /** What stands on the page: the image that was built, or what was drawn over it. */
    shown: () => (canvas.hidden ? image : canvas),
    draw(wanted: readonly number[]) {
      order = wanted;
      draw();
    },
  };
}

/** The buttons by which neurons are put in order. @param arrange hears a feature; null: none. */
function connectOrder(figure: HTMLElement, arrange: (feature: number | null) => void): void {
  const buttons = [...figure.querySelectorAll<HTMLButtonElement>('button[data-feature]')];
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener('click', () => {
      const isOn = button.getAttribute('aria-pressed') !== 'true';
      for (const each of buttons) each.setAttribute('aria-pressed', String(each === button && isOn));
      arrange(isOn ? Number(button.dataset.feature) : null);
    });
  }
}
