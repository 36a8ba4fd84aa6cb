/** The state of a highlighted text in the address: `#neuron=45&text=sampled&select=12-20&token=14`. Pure. */
import type { TextName } from '../../runner/experiment/results/schema.ts';

export interface TextState {
  neuron: number;
  text: TextName;
  /** First and last token of the stretch that neurons are searched for; null: none. */
  stretch: readonly [number, number] | null;
  /** The token that is read out; null: none. */
  token: number | null;
}

/** Reads a hash; null when it names no neuron and no text, as the hash of a plain section does. */
export function readHash(hash: string): Partial<TextState> | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  if (!fields.has('neuron') && !fields.has('text')) return null;
  const state: Partial<TextState> = {};
  const neuron = whole(fields.get('neuron'));
  const text = fields.get('text');
  const token = whole(fields.get('token'));
  const [first = null, last = null] = (fields.get('select') ?? '').split('-').map(whole);
  if (neuron !== null) state.neuron = neuron;
  if (text === 'observed' || text === 'sampled') state.text = text;
  if (token !== null) state.token = token;
  if (first !== null && last !== null && first <= last) state.stretch = [first, last];
  return state;
}

/** Writes a hash, without what a reader would assume anyway. */
export function writeHash(state: Pick<TextState, 'neuron' | 'text'> & Partial<TextState>): string {
  const { neuron, text, stretch = null, token = null } = state;
  const fields = new URLSearchParams({ neuron: String(neuron), text });
  if (stretch !== null) fields.set('select', stretch.join('-'));
  if (token !== null) fields.set('token', String(token));
  return `#${fields}`;
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);
