/** Commands in the words of a page as they are typed where the site is built: in a clone, or with the package. Pure. */
import { asTyped } from '../../runner/core/place.ts';

/** 'npm run evidence a' -> 'npx rnn-atlas evidence a' in the package. */
export const typed = (text: string): string => asTyped(text, Boolean(process.env.RNN_ATLAS_PACKAGED));
