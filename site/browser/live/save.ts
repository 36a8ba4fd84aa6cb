/** Saves what the live model shows as a table. */
import { csv } from '../../words/csv.ts';
import { saveBlob } from '../save-blob.ts';
import type { LiveText } from './text.ts';

/** @param nameOf the token of an id. */
export function saveValues(
  text: LiveText,
  typed: readonly { token: string }[],
  nameOf: (id: number) => string,
  { component, neuron }: { component: string; neuron: number },
): void {
  const rows = text.tokens.map((element, position) => {
    const read = text.at(position);
    const next = read?.likely[0];
    const token = typed[position]?.token ?? (read ? nameOf(read.id) : element.textContent);
    return [position, token, read?.value ?? null, next ? nameOf(next.id) : null, next?.probability ?? null];
  });
  const columns = ['position', 'token', `${component} neuron ${neuron}`, 'likeliest next', 'probability'];
  saveBlob(new Blob([csv(columns, rows)], { type: 'text/csv' }), `neuron-${neuron}.csv`);
}
