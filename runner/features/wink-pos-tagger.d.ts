/** What we use of wink-pos-tagger, which ships without types. */
declare module 'wink-pos-tagger' {
  export default function posTagger(): {
    /** Tags words of one sentence with Penn tags. */
    tagRawTokens(words: string[]): { value: string; pos: string }[];
  };
}
