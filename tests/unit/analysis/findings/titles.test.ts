import { expect, it } from 'vitest';
import { findingsOf } from '../../../../runner/analysis/findings/findings.ts';

it('the title of each step of the evidence says what is computed: a verb that begins with a capital', () => {
  const titles = findingsOf('full').map(({ title }) => title);
  for (const title of titles) expect(title).toMatch(/^[A-Z][a-z]+ing [a-z]/);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.join('\n')).not.toMatch(/\b(?:asking|telling|fall|goes with|rival|twin|flip)/i);
});
