/**
 * Links the plane with the panel: a dot shows its neuron, and the neuron shown has a ring. By keys the panel, the matrix and the
 * table lead to every neuron.
 */

const namespace = 'http://www.w3.org/2000/svg';

/** @param choose hears the neuron of a dot. @returns shows a neuron. */
export function livePlane(figure: HTMLElement, choose: (neuron: number) => void): (neuron: number) => void {
  const svg = figure.querySelector('svg');
  const ring = document.createElementNS(namespace, 'circle');
  const name = document.createElementNS(namespace, 'text');
  ring.setAttribute('class', 'chosen');
  ring.setAttribute('r', '9');
  name.setAttribute('class', 'chosen-name');
  svg?.append(ring, name);
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
  return (neuron) => {
    chosen = neuron;
    point(neuron, true);
  };
}
