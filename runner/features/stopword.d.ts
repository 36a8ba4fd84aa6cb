/** What we use of stopword, which ships without types. */
declare module 'stopword' {
  /** English stop words, in lower case. */
  export const eng: readonly string[];
  /** The same of other languages. */
  export const deu: readonly string[];
  export const fra: readonly string[];
  export const spa: readonly string[];
  export const ita: readonly string[];
  export const por: readonly string[];
  export const nld: readonly string[];
  export const swe: readonly string[];
  export const dan: readonly string[];
  export const nob: readonly string[];
  export const fin: readonly string[];
  export const pol: readonly string[];
  export const rus: readonly string[];
  export const lat: readonly string[];
}
