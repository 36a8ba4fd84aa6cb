/** A few of the files with which the long tests try every reader of pickles and archives. */
import { describe } from 'vitest';
import { hostileReaders } from '../../../hostile-readers.ts';
import { fuzz } from '../../../long/fuzz.ts';

describe.each(Object.entries(hostileReaders))('%s', (name, read) => {
  fuzz(name, read, { files: 20, leastRefused: 1 / 10 });
});
