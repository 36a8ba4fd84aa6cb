import { expect, test } from 'vitest';
import { csv } from '../../../../site/words/csv.ts';

test('fields are quoted only where they must be', () => {
  expect(
    csv(
      ['a', 'b'],
      [
        [1, 'x,y'],
        [null, 'say "no"\n'],
      ],
    ),
  ).toBe('a,b\r\n1,"x,y"\r\n,"say ""no""\n"\r\n');
});
