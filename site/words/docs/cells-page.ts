/** The cells that `model.cell` can name, in Markdown. Pure. */
import { cells } from '../../../runner/nn/models/cells/cells.ts';
import { code, plain, table } from './markdown.ts';

export const cellsPage = (): string =>
  table(
    ['`model.cell`', 'what it is', 'what is recorded, in the order of a step, with its equation'],
    Object.entries(cells).map(([name, { label, about, note, components }]) => [
      code(name),
      plain([`${label}.`, about, note].filter((sentence) => sentence !== undefined).join(' ')),
      Object.entries(components)
        .map(([component, { formula }]) => `${code(component)}: ${code(formula)}`)
        .join('; '),
    ]),
  );
