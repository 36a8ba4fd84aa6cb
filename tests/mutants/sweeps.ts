/** Many experiments, and where they run. */
import { type Mutant, unit } from './mutant.ts';

export const sweeps: readonly Mutant[] = [
  {
    about: 'a trial goes on before its place is certain',
    in: 'decide',
    find: 'place + unknown < kept ? $to : $waits',
    replace: 'place < kept ? $to : $waits',
    tests: unit('sweep/halving'),
  },
  {
    about: 'halving trains every trial to the end',
    in: 'continued',
    find: 'until,',
    replace: '',
    tests: ['tests/cli/sweep.test.ts'],
  },
  {
    about: 'an experiment that fails beside others is told as done',
    in: 'runSeveral',
    find: 'failed.push(next.id);',
    replace: '',
    tests: ['tests/cli/several.test.ts'],
  },
  {
    about: 'of several experiments each names the command of all',
    in: 'runSeveral',
    find: "{ ...circumstances, command: commandOf('experiment', [path, ...overrides]) }",
    replace: 'circumstances',
    tests: ['tests/cli/several.test.ts'],
  },
  {
    about: 'a lock is counted in after its release',
    file: 'lock-counter.ts',
    find: '{ counts.delete(path); port.close(); }',
    replace: '{ port.close(); }',
    tests: unit('experiment/lock'),
  },
  {
    about: 'a job that failed is submitted once more than asked',
    in: 'Slurm',
    find: 'tries >= this.#settings.tries',
    replace: 'tries > this.#settings.tries',
    tests: unit('sweep/executors/slurm'),
  },
];
