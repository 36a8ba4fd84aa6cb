/** The controls of a highlighted text: they report what the reader chose and show what is shown. */
import type { TextName } from '../../runner/experiment/results/schema.ts';
import { ranked } from '../words/ranking.ts';
import type { ReadingData } from '../words/script-data.ts';
import { find } from './find.ts';
import type { TextState } from './hash.ts';

export interface Picker {
  /** Makes the controls agree with `state`. */
  show(state: TextState): void;
}

export function connectPicker(
  figure: HTMLElement,
  data: ReadingData,
  choose: (change: Partial<Pick<TextState, 'neuron' | 'text' | 'component'>>) => void,
): Picker {
  const controls = find(figure, '[data-controls]', HTMLElement);
  const number = find(controls, '[data-choose-neuron]', HTMLInputElement);
  const list = find(controls, '[data-choose-ranked]', HTMLSelectElement);
  const component = controls.querySelector<HTMLSelectElement>('[data-choose-component]');
  const radios = [...controls.querySelectorAll<HTMLInputElement>('[data-choose-text]')];
  const clamp = (neuron: number): number => Math.max(0, Math.min(data.units - 1, Math.round(neuron) || 0));

  const order = data.ranking ? ranked(data.ranking.values) : data.detected;
  list.append(
    new Option('not in this list', '', false, false),
    ...order.map((neuron, index) => {
      const score = data.ranking?.values[neuron];
      return new Option(
        `${index + 1}. neuron ${neuron}${score === undefined ? '' : `, ${score.toFixed(2)}`}`,
        String(neuron),
      );
    }),
  );
  const other = list.options[0];

  number.addEventListener('change', () => choose({ neuron: clamp(number.valueAsNumber) }));
  find(controls, '[data-previous]', HTMLButtonElement).addEventListener('click', () =>
    choose({ neuron: clamp(number.valueAsNumber - 1) }),
  );
  find(controls, '[data-next]', HTMLButtonElement).addEventListener('click', () =>
    choose({ neuron: clamp(number.valueAsNumber + 1) }),
  );
  list.addEventListener('change', () => {
    if (list.value !== '') choose({ neuron: Number(list.value) });
  });
  component?.addEventListener('change', () => choose({ component: component.value }));
  for (const radio of radios) radio.addEventListener('change', () => choose({ text: radio.value as TextName }));
  const links = [...figure.querySelectorAll<HTMLElement>('[data-neuron]')];
  controls.hidden = false;

  return {
    show(state) {
      number.value = String(state.neuron);
      for (const link of links) {
        if (link.dataset.neuron === String(state.neuron)) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
      list.value = order.includes(state.neuron) ? String(state.neuron) : '';
      if (other) other.hidden = list.value !== '';
      if (component) component.value = state.component ?? data.component;
      for (const radio of radios) radio.checked = radio.value === state.text;
    },
  };
}
