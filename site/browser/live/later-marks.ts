/** The page's feature in the reader's own text, as far as it has come: what it takes comes when the model is there. */
import type { LiveMarks } from '../../words/script-data.ts';
import type { OpenModel } from './open.ts';
import type { OwnMarks } from './own-marks.ts';
import type { LiveHold } from './reader.ts';
import type { LiveText } from './text.ts';
import type { TypedText } from './typed.ts';

/** @param marks null where the page cannot find the feature: then nothing comes. */
export function laterMarks(figure: HTMLElement, marks: LiveMarks | null, text: LiveText) {
  let own: OwnMarks | null = null;
  return {
    async come(): Promise<void> {
      if (marks === null || own !== null) return;
      const { connectMarks } = await import('./own-marks.ts');
      own ??= connectMarks(figure, marks, text);
    },
    type: (typed: TypedText, hold: LiveHold | null): Promise<void> | undefined => own?.type(typed, hold),
    rank: (model: Pick<OpenModel, 'rank'>, neuron: number): void => own?.rank(model, neuron),
  };
}
