/** The rules of html-validate that the site keeps. */
export const htmlRules = {
  extends: ['html-validate:recommended'],
  rules: {
    // `--a` of each token, and boolean attributes as Astro writes them.
    'no-inline-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // Text is allowed to hold spaces, and a long title is the author's.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
  },
} as const;
