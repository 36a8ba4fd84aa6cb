/** Texts on which rules for prose are apt to stumble. */
export const hostileTexts: Readonly<Record<string, string>> = {
  empty: '',
  'marks alone': '"\'"(\'")“”„«»‘’`)(((\n)))"',
  'unbalanced quotes': 'He said. "She said. \'They said.\n" and " and \' and "so"on.',
  'unbalanced parentheses': ':) ((a) b\n) c (d',
  'right to left': 'قال: "مرحبا (بك)" ثم ذهب.\nאמר: „שלום” והלך!',
  emoji: '😀 "👩‍👩‍👧 (🏳️‍🌈)" \'👍🏽\'.',
  'empty lines': '\n\n"a"\n\n\n(b)\n',
  'odd white space': '\t"a"\u00a0(b)\u2028\u3000\'c\'\r\n.',
  accents: "“cafe\u0301” (e\u0301t\u0301e\u0301) 'a\u0301'.",
  'dashes and dots': "--\"a--\"b--'c--'... . . . -- ('d'...)--",
};
