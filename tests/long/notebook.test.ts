/** What of the documentation takes half a minute: the whole notebook, its last cell included, and a probe beside a subspace. */
import { expect, it } from 'vitest';
import { start } from '../cli/command.ts';
import { example, expectPrinted, notebookCells, projectElsewhere } from '../notebook.ts';

const elsewhere = projectElsewhere();

it("the notebook's cells run one after the other under Node, and print what stands in it", async () => {
  await expectPrinted(elsewhere, notebookCells());
}, 400_000);

it('what is asked of an array runs there: a probe, and a subspace that carries what decides', async () => {
  const code = example('Probes and subspaces');
  const [, probe = '', subspace = ''] = code.split(/^(?=const asked|const nouns)/m);
  expect(probe.trim().split('\n').length).toBeLessThanOrEqual(3);
  expect(subspace.slice(0, subspace.indexOf('\nconsole.log(found')).split('\n').length).toBeLessThan(10);
  const words = [elsewhere.write('arrays.ts', code)];
  const { stdout, ...ended } = await start(process.execPath, words, elsewhere.path).ended;
  expect(ended).toEqual({ code: 0, signal: null, stderr: '' });
  const [auc = '', sentence] = stdout.split('\n');
  const [trained = 0, untrained = 1, control = 1] = [...auc.matchAll(/(0?\.\d+|1\.00)/g)].map(([each]) => Number(each));
  expect(trained).toBeGreaterThan(0.9);
  expect([untrained, control].every((each) => each < trained - 0.05)).toBe(true);
  expect(sentence).toMatch(/^Found in 1 direction of cell\.1: exchanged on 12 pairs/);
}, 400_000);
