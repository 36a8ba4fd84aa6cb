/**
 * The state of a highlighted text in the address:
 * `#neuron=45&text=sampled&select=12-20&token=14&details=1`. Pure.
 */
import type { TextName } from '../../runner/experiment/results/schema.ts';

export interface TextState {
  neuron: number;
  text: TextName;
  /** '<component>.<layer>'; null: the recorded one. */
  component: string | null;
  /** First and last token of the stretch that neurons are searched for; null: none. */
  stretch: readonly [number, number] | null;
  /** The pattern that neurons are searched for; null: none, or a stretch is. */
  pattern: string | null;
  /** The token that is read out; null: none. */
  token: number | null;
  /** Whether that token is shown in all components. */
  details: boolean;
}

/** A longer pattern is not read from an address. */
export const longestPattern = 200;

/** Reads a hash; null when it names no neuron and no text, as the hash of a plain section does. */
export function readHash(hash: string): Partial<TextState> | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  if (!fields.has('neuron') && !fields.has('text')) return null;
  const state: Partial<TextState> = {};
  const neuron = whole(fields.get('neuron'));
  const text = fields.get('text');
  const token = whole(fields.get('token'));
  const pattern = fields.get('pattern');
  const [first = null, last = null] = (fields.get('select') ?? '').split('-').map(whole);
  if (neuron !== null) state.neuron = neuron;
  if (text === 'observed' || text === 'sampled') state.text = text;
  if (fields.has('component')) state.component = fields.get('component');
  if (token !== null) state.token = token;
  if (first !== null && last !== null && first <= last) state.stretch = [first, last];
  else if (pattern && pattern.length <= longestPattern) state.pattern = pattern;
  if (fields.get('details') === '1') state.details = true;
  return state;
}

/** Writes a hash, without what a reader would assume anyway. */
export function writeHash(state: Pick<TextState, 'neuron' | 'text'> & Partial<TextState>): string {
  const { neuron, text, component = null, stretch = null, pattern = null, token = null, details } = state;
  const fields = new URLSearchParams({ neuron: String(neuron), text });
  if (component !== null) fields.set('component', component);
  if (stretch !== null) fields.set('select', stretch.join('-'));
  else if (pattern !== null) fields.set('pattern', pattern);
  if (token !== null) fields.set('token', String(token));
  if (details) fields.set('details', '1');
  return `#${fields}`;
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);
