/** Which way a text runs, by the majority of its letters, so that one foreign word does not turn the page. Pure. */

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const letter = /\p{L}/u;

export function direction(tokens: readonly string[]): 'ltr' | 'rtl' {
  const letters = [...tokens.join('')].filter((c) => letter.test(c));
  return letters.filter((c) => rightToLeft.test(c)).length * 2 > letters.length ? 'rtl' : 'ltr';
}
