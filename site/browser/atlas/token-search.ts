/** The table's search by tokens: rows about what the reader typed, over the whole observed text. */
import { overPattern } from '../../words/atlas/search.ts';
import { type AtlasRow, toldOfTokens } from '../../words/atlas/table.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../find.ts';
import { faultOf, matchPattern } from '../pattern.ts';
import { afterRest } from '../rest.ts';
import type { BrowserAtlas } from './load.ts';

/** Milliseconds without a key before what was typed is searched for. */
const pause = 250;

/**
 * @param form with an input where a pattern is typed, and a note on what was searched, or why not.
 * @param onRows hears what each neuron tells of these tokens; null: the pattern is empty or finds nothing.
 */
export function connectTokenSearch(
  form: HTMLElement,
  { atlas, areas }: BrowserAtlas,
  onRows: (told: AtlasRow['told'][] | null) => void,
): { clear(): void } {
  const input = form.querySelector<HTMLInputElement>('[data-tokens]');
  const said = find(form, '[data-over]', HTMLElement);

  async function search(pattern: string): Promise<void> {
    const { error } = matchPattern(pattern, []);
    input?.setAttribute('aria-invalid', String(error !== null));
    if (pattern === '' || error !== null) {
      said.textContent = error === null ? '' : faultOf(error);
      onRows(null);
      return;
    }
    said.textContent = 'Loading …';
    try {
      const found = await areas(pattern);
      if (pattern !== input?.value) return;
      said.textContent = found
        ? overPattern(atlas, found.tokens)
        : 'No token matches that occurs often enough to rank neurons by. The pattern must match the whole token.';
      onRows(found && toldOfTokens(pattern, found.areas));
    } catch (problem) {
      if (pattern !== input?.value) return;
      said.textContent = `The search could not be loaded (${whyOf(problem)}). Type again to retry.`;
    }
  }

  const typing = afterRest(pause, () => void search(input?.value ?? ''));
  input?.addEventListener('input', typing.heard);
  return {
    clear() {
      if (input === null || input.value === '') return;
      typing.cancel();
      input.value = '';
      said.textContent = '';
    },
  };
}
