/**
 * Links the plane with the panel: a dot shows its neuron, and the neuron shown has a ring. The arrow keys go from dot to dot.
 */

export interface PlaneView {
  show(neuron: number): void;
}

/** Where a key leads: to the right, and downwards. */
const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Place {
  neuron: number;
  x: number;
  y: number;
}

/** The nearest dot within the quarter of the plane that lies that way; null: none does. */
export function nextTowards(
  dots: readonly Place[],
  from: number,
  [right, down]: readonly [number, number],
): number | null {
  const here = dots.find(({ neuron }) => neuron === from);
  if (here === undefined) return null;
  const [first] = dots
    .map(({ neuron, x, y }) => {
      const [dx, dy] = [x - here.x, y - here.y];
      return { neuron, ahead: dx * right + dy * down, aside: Math.abs(dx * down) + Math.abs(dy * right) };
    })
    .filter(({ ahead, aside }) => ahead > 0 && aside <= ahead)
    .sort((a, b) => Math.hypot(a.ahead, a.aside) - Math.hypot(b.ahead, b.aside));
  return first?.neuron ?? null;
}

const namespace = 'http://www.w3.org/2000/svg';

/** @param choose hears the neuron of a dot; @param walk that of the next dot by a key. */
export function livePlane(
  figure: HTMLElement,
  choose: (neuron: number) => void,
  walk: (neuron: number) => void,
): PlaneView {
  const svg = figure.querySelector('svg');
  const ring = document.createElementNS(namespace, 'circle');
  const name = document.createElementNS(namespace, 'text');
  ring.setAttribute('class', 'chosen');
  ring.setAttribute('r', '9');
  name.setAttribute('class', 'chosen-name');
  svg?.append(ring, name);
  svg?.setAttribute('tabindex', '0');
  svg?.setAttribute('aria-label', `${svg.getAttribute('aria-label')}; arrow keys go from one to the next`);
  let chosen = 0;

  function point(neuron: number, withRing: boolean): void {
    const dot = svg?.querySelector<SVGCircleElement>(`circle[data-n="${neuron}"]`);
    if (!dot) return;
    const [x, y] = [dot.cx.baseVal.value, dot.cy.baseVal.value];
    if (withRing) {
      ring.setAttribute('cx', String(x));
      ring.setAttribute('cy', String(y));
    }
    name.setAttribute('x', String(x + 13));
    name.setAttribute('y', String(y + 5));
    name.textContent = String(neuron);
  }

  const neuronAt = (target: EventTarget | null): number | null => {
    const number = target instanceof SVGElement ? target.dataset.n : undefined;
    return number === undefined ? null : Number(number);
  };
  svg?.addEventListener('pointerover', ({ target }) => point(neuronAt(target) ?? chosen, false));
  svg?.addEventListener('click', ({ target }) => {
    const neuron = neuronAt(target);
    if (neuron !== null) choose(neuron);
  });
  svg?.addEventListener('keydown', (event) => {
    const way = ways[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const dots = [...svg.querySelectorAll<SVGCircleElement>('circle[data-n]')].map(({ dataset, cx, cy }) => ({
      neuron: Number(dataset.n),
      x: cx.baseVal.value,
      y: cy.baseVal.value,
    }));
    const next = nextTowards(dots, chosen, way);
    if (next !== null) walk(next);
  });
  return {
    show(neuron) {
      chosen = neuron;
      point(neuron, true);
    },
  };
}
