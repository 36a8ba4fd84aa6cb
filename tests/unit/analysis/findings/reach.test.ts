import { expect, it } from 'vitest';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';

it('is as long in letters as in words and spaces: eight tokens are four words, of some six characters', () => {
  const [word, character] = [reachOf('word'), reachOf('character')];
  expect([word.side, word.lags.length, word.lags.at(-1)]).toEqual([12, 17, 8]);
  expect([character.side, character.lags.length, character.lags.at(-1)]).toEqual([36, 49, 24]);
  expect(reachOf('byte')).toEqual(character);
  expect(reachOf('subword')).toEqual(word);
});
