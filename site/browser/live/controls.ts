/** The controls of the live model: what is typed, which neuron is watched or held, and how the model writes on. */

import { decimal } from '../../../runner/core/words.ts';
import type { LiveData } from '../../words/script-data.ts';
import { onNeuron } from '../chosen-neuron.ts';
import { find } from '../find.ts';
import { afterRest } from '../rest.ts';
import { writtenMore } from './limits.ts';
import type { Plan } from './session.ts';

export interface LiveControls {
  /** The text that was typed. */
  readonly text: string;
  readonly neuron: number;
  /** Tokens that the reader wants written; typing begins anew. */
  count: number;
  /** What the controls say of a plan. */
  plan(): Pick<Plan, 'temperature' | 'seed' | 'hold'>;
  /** Whether there is a model to control. */
  enable(on: boolean): void;
  /** Where the reader types. */
  readonly typing: HTMLTextAreaElement;
}

/** Milliseconds without a key before what was typed is read. */
const pause = 120;

export function connectControls(figure: HTMLElement, { units }: LiveData, onChange: () => void): LiveControls {
  const group = find(figure, '[data-live-controls]', HTMLFieldSetElement);
  const input = (name: string) => find(group, `[data-live-${name}]`, HTMLInputElement);
  const typing = find(figure, '[data-live-text]', HTMLTextAreaElement);
  const [neuron, temperature, seed] = [input('neuron'), input('temperature'), input('seed')];
  const typed = afterRest(pause, onChange);
  const said = find(figure, '[data-live-status]', HTMLElement);

  function change(): void {
    typed.cancel();
    onChange();
  }

  const controls: LiveControls = {
    get text() {
      return typing.value;
    },
    get neuron() {
      return Number(neuron.value);
    },
    count: 0,
    plan: () => ({
      temperature: within(temperature, 0, 5, 1),
      seed: Math.round(within(seed, 0, Number.MAX_SAFE_INTEGER, 0)),
      hold: held(),
    }),
    enable(on) {
      group.disabled = !on;
    },
    typing,
  };

  function choose(chosen: number): void {
    neuron.value = String(Math.max(0, Math.min(units - 1, Math.round(chosen) || 0)));
    find(figure, '[data-live-shown]', HTMLElement).textContent = `Neuron ${neuron.value}`;
    change();
  }

  function write(count: number): void {
    controls.count = count;
    change();
  }

  const press = (name: string, act: () => void): void =>
    find(group, `[data-live-${name}]`, HTMLButtonElement).addEventListener('click', act);
  const held = connectHold(group, () => controls.neuron, change);
  typing.addEventListener('input', () => {
    controls.count = 0;
    typed.heard();
  });
  neuron.addEventListener('change', () => choose(neuron.valueAsNumber));
  onNeuron(choose);
  for (const control of [temperature, seed]) control.addEventListener('change', change);
  connectFiles(typing, input('file'), {
    onText(text) {
      typing.value = text;
      typing.dispatchEvent(new Event('input'));
    },
    onFault(what) {
      said.textContent = what;
    },
  });
  press('write', () => write(controls.count + writtenMore));
  press('clear', () => write(0));
  return controls;
}

/** Bytes of a file that are read: many times what the page holds. */
const mostBytes = 1e6;

/** A text file that is chosen, or dropped on the text: its beginning becomes the text. It is read here and goes nowhere. */
function connectFiles(
  typing: HTMLTextAreaElement,
  chooser: HTMLInputElement,
  { onText, onFault }: { onText(text: string): void; onFault(what: string): void },
): void {
  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    try {
      const bytes = await file.slice(0, mostBytes).arrayBuffer();
      // A cut may fall into a letter; only a whole file can be held to be text.
      onText(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: file.size > mostBytes }));
    } catch {
      onFault(`“${file.name}” is no text in UTF-8, so that it was not read; your text is as it was.`);
    }
  }

  chooser.addEventListener('change', () => {
    void take(chooser.files?.[0]);
    // The same file may be chosen again.
    chooser.value = '';
  });
  typing.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  typing.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void take(file);
  });
}

/** The tick and the slider of a held neuron. @returns what is held. */
function connectHold(group: HTMLElement, neuron: () => number, onChange: () => void): () => Plan['hold'] {
  const hold = find(group, '[data-live-hold]', HTMLInputElement);
  const slider = find(group, '[data-live-slider]', HTMLInputElement);

  function show(): void {
    slider.disabled = !hold.checked;
    find(group, '[data-live-value]', HTMLElement).textContent = decimal(slider.valueAsNumber);
  }

  for (const control of [hold, slider]) {
    control.addEventListener('input', () => {
      show();
      onChange();
    });
  }
  show();
  return () => (hold.checked ? { neuron: neuron(), value: slider.valueAsNumber } : null);
}

/** The number in a field, within limits; `otherwise` when there is none. */
function within(field: HTMLInputElement, low: number, high: number, otherwise: number): number {
  const value = field.valueAsNumber;
  return Number.isFinite(value) ? Math.max(low, Math.min(high, value)) : otherwise;
}
