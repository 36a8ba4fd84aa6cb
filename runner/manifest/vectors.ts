/** What `model.embedding.from` means. Imports nothing. */

/** Vectors that are learned from the corpus before the model is trained. */
export const learned = 'word2vec';
/** Vectors that are drawn. */
export const drawn = 'random';

/** Whether the vectors come from a file: its path is the value. */
export const isFileOfVectors = (from: string): boolean => from !== learned && from !== drawn;
