/** The swarm of a feature's page: the pointer names a dot and chooses its neuron; arrow keys go from one rank to the next. */

import { at } from '../../../runner/core/at.ts';
import { byRank, type Dot, dotsOf, nearestDot } from '../../figures/features/swarm.ts';
import type { FeatureFile } from '../../words/features/file.ts';
import { scored } from '../../words/features/sentences.ts';

export interface Swarm {
  show(neuron: number): void;
}

type Told = Pick<FeatureFile, 'effects' | 'learned'>;

const namespace = 'http://www.w3.org/2000/svg';
/** So near a dot the pointer means it. */
const reach = 12;

/** @param file what is told of the feature: of another text it is another object, and the drawing is another one. */
export function connectSwarm(
  figure: HTMLElement,
  said: HTMLElement,
  file: () => Promise<Told>,
  choose: (neuron: number) => void,
): Swarm {
  const drawn = (): SVGSVGElement | null => figure.querySelector('svg');
  const ring = document.createElementNS(namespace, 'circle');
  ring.setAttribute('class', 'chosen');
  ring.setAttribute('r', '5');
  let known: { dots: Dot[]; order: number[]; told: Told } | null = null;
  let chosen: number | null = null;

  async function ready() {
    const told = await file();
    if (known?.told !== told) known = { dots: dotsOf(told.effects, true), order: byRank(told.effects), told };
    return known;
  }
  const describe = (neuron: number, told: Told): string =>
    `Neuron ${neuron}: ${scored(at(told.effects, neuron))}${told.learned.includes(neuron) ? ', learned' : ''}`;

  async function dotAt(event: MouseEvent): Promise<Dot | null> {
    const svg = drawn();
    const box = svg?.getBoundingClientRect();
    const wide = svg?.viewBox.baseVal.width ?? 0;
    if (!box || box.width === 0) return null;
    const scale = wide / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    const near = nearestDot((await ready()).dots, x, y);
    return near !== null && Math.hypot(near.x - x, near.y - y) <= reach ? near : null;
  }

  figure.tabIndex = 0;
  figure.setAttribute('role', 'group');
  figure.setAttribute('aria-label', 'All neurons by their score; arrow keys go from one rank to the next');
  figure.addEventListener('pointermove', (event) => {
    void dotAt(event).then(
      (dot) => {
        if (dot && known) said.textContent = describe(dot.neuron, known.told);
      },
      () => {},
    );
  });
  figure.addEventListener('click', (event) => {
    void dotAt(event).then(
      (dot) => dot && choose(dot.neuron),
      () => {},
    );
  });
  figure.addEventListener('keydown', (event) => {
    const step = { ArrowRight: -1, ArrowUp: -1, ArrowLeft: 1, ArrowDown: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void ready().then(
      ({ order }) => {
        const rank = chosen === null ? 0 : order.indexOf(chosen) + step;
        const next = order[Math.max(0, Math.min(order.length - 1, rank))];
        if (next === undefined) return;
        // At once: keys may come faster than what is chosen is shown.
        chosen = next;
        choose(next);
      },
      () => {},
    );
  });
  said.setAttribute('aria-live', 'polite');
  return {
    show(neuron) {
      chosen = neuron;
      void ready().then(
        ({ dots, told }) => {
          const dot = dots.find((each) => each.neuron === neuron);
          if (!dot || chosen !== neuron) return;
          said.textContent = describe(neuron, told);
          ring.setAttribute('cx', String(dot.x));
          ring.setAttribute('cy', String(dot.y));
          drawn()?.append(ring);
        },
        () => {},
      );
    },
  };
}
