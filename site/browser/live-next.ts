/** The table of the likeliest next tokens under the live model. */
import { decimal } from '../words/numbers.ts';
import type { NextToken } from './live/messages.ts';

/** Fills the rows of `body`, with a bar of each probability; rows without a token get dashes. */
export function showNext(
  body: HTMLTableSectionElement,
  next: readonly NextToken[],
  nameOf: (id: number) => string,
): void {
  for (const [rank, row] of [...body.rows].entries()) {
    const each = next[rank];
    const cells = each
      ? [nameOf(each.id), decimal(each.probability, 3), each.free === null ? '–' : decimal(each.free, 3)]
      : ['–', '–', '–'];
    for (const [column, cell] of [...row.cells].entries()) cell.textContent = cells[column] ?? '';
    row.style.setProperty('--p', String(each?.probability ?? 0));
  }
}
