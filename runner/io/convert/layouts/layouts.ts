/**
 * The layouts by which models of other programs are known: a new one is one file and one line here. They are asked in this order;
 * the last takes any arrays.
 */
import { wholeNetworks } from '../../../nn/models/readers/families.ts';
import { awdLstm } from './awd-lstm.ts';
import { charRnn } from './char-rnn.ts';
import { flair } from './flair.ts';
import { keras } from './keras.ts';
import type { Contents, ImportedWeights, Layout, LayoutOptions } from './layout.ts';
import { minRnn } from './min-rnn.ts';
import { openaiMlstm } from './openai-mlstm.ts';
import { stateDict } from './state-dict.ts';
import { thesis } from './thesis.ts';

export const layouts: readonly Layout[] = [keras, thesis, openaiMlstm, charRnn, flair, awdLstm, minRnn, stateDict];

/** The model that the contents are, or null where no layout knows them. @throws InputError as the layout that does. */
export async function recognise(contents: Contents, options: LayoutOptions): Promise<ImportedWeights | null> {
  for (const layout of layouts) {
    const model = await layout.recognise(contents, options);
    if (model !== null) return model;
  }
  return null;
}

/** What can be read, for the message of what cannot. */
export const readable = [...layouts.map(({ label }) => label), wholeNetworks].join('; ');
