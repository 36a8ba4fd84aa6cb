/** A task of the pool's tests: counts up in shared memory until it may end, or fails. */
import { InputError } from '../../../../runner/core/errors.ts';
import { threadTask } from '../../../../runner/core/pool.ts';

export interface CountingTask {
  /** [started, ended] */
  counts: Int32Array;
  does: 'answers' | 'waits until it is asked to stop' | 'throws when it is asked to stop' | 'fails';
}

export default threadTask<CountingTask, number, string>(({ counts, does }, { tell, isStopped }) => {
  const [started, ended] = [0, 1];
  Atomics.add(counts, started, 1);
  tell('begun');
  if (does === 'fails') throw new InputError('prompt-empty', { what: 'It was asked to fail' });
  while (does !== 'answers' && !isStopped(1));
  if (does === 'throws when it is asked to stop') throw new Error('it was asked to stop');
  tell('ending');
  return Atomics.add(counts, ended, 1) + 1;
});
