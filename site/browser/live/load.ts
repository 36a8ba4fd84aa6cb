/** Loads a model when it is asked for, with all that only a loaded model needs; what failed may be tried again. */
import { remembered } from '../../words/remembered.ts';
import type { Files, OpenModel } from './open.ts';

export const modelLoader = (files: Files, progress: HTMLProgressElement): (() => Promise<OpenModel>) =>
  remembered(async () => {
    progress.value = 0;
    progress.hidden = false;
    try {
      const { openModel } = await import('./open.ts');
      return await openModel(files, (share) => {
        progress.value = share;
      });
    } finally {
      progress.hidden = true;
    }
  });
