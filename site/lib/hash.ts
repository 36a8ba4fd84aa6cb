/** The state of a highlighted text in the address: `#neuron=45&text=sampled&feature=2`. Pure. */
import type { TextName } from '../../runner/results/schema.ts';

export interface TextState {
  /** Which of the page's features, from 1. */
  feature: number;
  neuron: number;
  text: TextName;
  /** '<component>.<layer>'; null: the recorded one. */
  component: string | null;
}

/** Reads a hash; null when it names no neuron and no text, as the hash of a plain section does. */
export function readHash(hash: string): Partial<TextState> | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  if (!fields.has('neuron') && !fields.has('text')) return null;
  const state: Partial<TextState> = { feature: whole(fields.get('feature')) ?? 1 };
  const neuron = whole(fields.get('neuron'));
  const text = fields.get('text');
  if (neuron !== null) state.neuron = neuron;
  if (text === 'observed' || text === 'sampled') state.text = text;
  if (fields.has('component')) state.component = fields.get('component');
  return state;
}

/** Writes a hash, without what a reader would assume anyway. */
export function writeHash({ feature, neuron, text, component }: TextState): string {
  const fields = new URLSearchParams({ neuron: String(neuron), text });
  if (component !== null) fields.set('component', component);
  if (feature !== 1) fields.set('feature', String(feature));
  return `#${fields}`;
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);
