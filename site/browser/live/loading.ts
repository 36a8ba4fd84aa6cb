/** The button that loads a live model, the bar that says how far it has come, and what is said meanwhile. */
import type { Vocabulary } from '../../../runner/corpus/vocabulary.ts';
import { whyOf } from '../fetched.ts';
import { type Files, type OpenModel, openModel } from './open.ts';
import type { TypedText } from './typed.ts';

export interface LoadedModel extends Pick<OpenModel, 'ask' | 'occlude' | 'leaveParts' | 'rank' | 'leave'> {
  vocabulary: Vocabulary;
  /** What it reads of a text: `most` tokens at most. */
  typed(text: string, most: number): TypedText;
}

export interface LoadingParts {
  button: HTMLButtonElement;
  progress: HTMLProgressElement;
  status: HTMLElement;
}

/** The button stays pressable, so that it keeps the focus; while the model comes it does nothing. */
export function connectLoading(
  { button, progress, status }: LoadingParts,
  files: Files,
  { onLoaded, onFailed }: { onLoaded(model: LoadedModel): void; onFailed(why: string): void },
): void {
  let loading = false;
  button.addEventListener('click', async () => {
    if (loading) return;
    loading = true;
    status.textContent = 'Loading …';
    progress.value = 0;
    progress.hidden = false;
    const model = await load(files, progress).catch(whyOf);
    loading = false;
    progress.hidden = true;
    if (typeof model === 'string') onFailed(model);
    else onLoaded(model);
  });
}

/** What only a loaded model needs comes with it. */
async function load(files: Files, progress: HTMLProgressElement): Promise<LoadedModel> {
  const [{ vocabulary: names, unit, tokens, ...asking }, { Vocabulary }, { cutOf }, { typedTokens }] =
    await Promise.all([
      openModel(files, (share) => {
        progress.value = share;
      }),
      import('../../../runner/corpus/vocabulary.ts'),
      import('../../../runner/core/cut.ts'),
      import('./typed.ts'),
    ]);
  const vocabulary = new Vocabulary(names);
  const cut = cutOf({ unit, tokens });
  return { vocabulary, ...asking, typed: (text, most) => typedTokens(text, cut, vocabulary, most) };
}
