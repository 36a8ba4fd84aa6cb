/** What we use of stopword, which ships without types. */
declare module 'stopword' {
  /** English stop words, in lower case. */
  export const eng: readonly string[];
}
