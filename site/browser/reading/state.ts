/** What a highlighted text shows, after the reader asked for something. Pure. */
import type { TextName } from '../../../runner/experiment/results/schema.ts';
import type { ReadingData } from '../../words/script-data.ts';
import type { TextState } from '../hash.ts';

type Data = Pick<ReadingData, 'units' | 'text' | 'tokens' | 'component' | 'components'>;

/** What an address that does not say so does not show. */
export const nothingElse = { component: null, stretch: null, pattern: null, token: null, details: false } as const;

/** '<component>.<layer>' of what is shown. */
export const componentOf = ({ component }: Pick<TextState, 'component'>, data: Pick<Data, 'component'>): string =>
  component ?? data.component;

/** '<component>.<layer>/<neuron>': what the colours mean. */
export const coloursOf = (state: TextState, data: Pick<Data, 'component'>): string =>
  `${componentOf(state, data)}/${state.neuron}`;

/**
 * What the texts and the component lack is left out; positions belong to one text.
 * @param shown the texts of the page.
 */
export function nextTextState(
  state: TextState,
  wanted: Partial<TextState>,
  data: Data,
  shown: ReadonlySet<TextName>,
): TextState {
  const other = wanted.text !== undefined && wanted.text !== state.text;
  const next: TextState = { ...state, ...(other && { stretch: null, token: null }), ...wanted };
  if (!shown.has(next.text)) next.text = data.text;
  const tokens = data.tokens[next.text];
  const component = componentOf(next, data);
  next.neuron = Math.min(next.neuron, data.units - 1);
  if (component === data.component || !(component in data.components)) next.component = null;
  if (next.token !== null && next.token >= tokens) next.token = null;
  if (next.stretch !== null && next.stretch[1] >= tokens) next.stretch = null;
  return next;
}
