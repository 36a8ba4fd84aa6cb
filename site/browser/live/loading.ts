/** What loads a live model, a button or the first key in a text; the bar that says how far it has come, and what is said meanwhile. */
import type { Vocabulary } from '../../../runner/text/vocabulary.ts';
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
  /** What is typed here while the model comes is kept. */
  typing: HTMLTextAreaElement;
  progress: HTMLProgressElement;
  status: HTMLElement;
}

/** The button stays pressable, so that it keeps the focus; while the model comes it does nothing. */
export function connectLoading(
  { button, typing, progress, status }: LoadingParts,
  files: Files,
  {
    onAsked,
    onLoaded,
    onFailed,
  }: { onAsked?(): void; onLoaded(model: LoadedModel): void; onFailed(why: string): void },
): void {
  let loading = false;
  async function begin(): Promise<void> {
    // Once it has come the button is hidden.
    if (loading || button.hidden) return;
    loading = true;
    onAsked?.();
    status.textContent = 'Loading …';
    progress.value = 0;
    progress.hidden = false;
    const model = await load(files, progress).catch(whyOf);
    loading = false;
    progress.hidden = true;
    if (typeof model === 'string') onFailed(model);
    else onLoaded(model);
  }
  button.addEventListener('click', begin);
  // After a failure the button tries again, not every key.
  typing.addEventListener('input', begin, { once: true });
}

/** What only a loaded model needs comes with it. */
async function load(files: Files, progress: HTMLProgressElement): Promise<LoadedModel> {
  const [{ vocabulary: names, unit, tokens, ...asking }, { Vocabulary }, { cutOf }, { typedTokens }] =
    await Promise.all([
      openModel(files, (share) => {
        progress.value = share;
      }),
      import('../../../runner/text/vocabulary.ts'),
      import('../../../runner/core/cut.ts'),
      import('./typed.ts'),
    ]);
  const vocabulary = new Vocabulary(names);
  const cut = cutOf({ unit, tokens });
  return { vocabulary, ...asking, typed: (text, most) => typedTokens(text, cut, vocabulary, most) };
}
