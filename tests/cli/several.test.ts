import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, experiment, sendsSignals, stoppedWhen, type WorkFolder } from './command.ts';
import { commandHere } from './here.ts';
import { folderWith, training, untested } from './texts.ts';

/** Every published file but those with times in them, and the sums of these. */
const published = (folder: WorkFolder, id: string) =>
  folder
    .files(`public/results/${id}`)
    .filter((name) => !name.endsWith('.json') && name !== 'SHA256SUMS')
    .map((name) => [name, readFileSync(folder.at('public/results', id, name))]);

const provenanceOf = (folder: WorkFolder, id: string): { command: string } =>
  JSON.parse(folder.read(`public/results/${id}/result.json`)).provenance;

describe('several experiments', { timeout: 300_000 }, () => {
  const second = { evidence: 'quick', model: { units: 6, embedding: { size: 4 } } };
  const folder = folderWith({ 'own/second': second, lost: { corpus: { source: 'nowhere.txt' } } });
  folder.write('own/notes.txt', 'no manifest');
  let ended: Ended;
  beforeAll(async () => {
    ended = await experiment(folder, ['own', 'lost.yaml', 'parallel=2', 'seed=3']);
  }, 300_000);

  it('are all done but the one that cannot be, which is named with its reason', () => {
    expect(ended.code).toBe(1);
    const [own, last, ...rest] = ended.stderr.trimEnd().split('\n');
    expect(own).toMatch(/^lost\+seed-3: There is no file nowhere\.txt.*\[[a-z-]+\]$/);
    expect(last).toMatch(/^1 of 2 experiments failed: lost\+seed-3\. .*The others are done\. \[experiments-failed\]$/);
    expect(rest).toEqual([]);
    expect(ended.stdout).toMatch(/^second\S*: Tiny \(.*\)\n {2}\S/m);
    expect(ended.stdout).toMatch(/^ {2}Neuron \d /m);
    expect(ended.stdout).not.toContain('No claim');
  });

  it('give what each gives alone, and each names the command that gives it alone', async () => {
    const alone = folderWith({ 'own/second': second });
    expect((await commandHere(alone, 'experiment', ['own/second.yaml', 'seed=3'])).code).toBe(0);
    const [id = ''] = new Set(alone.files('public/results').map((name) => name.split('/')[0]));
    const files = published(folder, id);
    expect(files.length).toBeGreaterThan(10);
    expect(files).toEqual(published(alone, id));
    expect(provenanceOf(folder, id).command).toBe('npm run experiment own/second.yaml seed=3');
    for (const table of ['claims.txt', 'table.txt'])
      expect(folder.read(`runs/${id}/${table}`)).toBe(alone.read(`runs/${id}/${table}`));
  });

  it.runIf(sendsSignals)(
    'stop at Ctrl-C, all of them, go on with the same command, and say where they are and how to look at them',
    async () => {
      const long = { ...untested, train: training(25, { patience: 'none' }) };
      const slow = folderWith({ 'own/a': long, 'own/b': long });
      const twoTrain = () => ['a', 'b'].every((id) => slow.has(`runs/${id}/training/progress.json`));
      const { code, stderr } = await stoppedWhen(twoTrain, slow, ['own', 'parallel=2']);
      expect(code, stderr).toBe(130);
      expect(stderr).toMatch(
        /^Stopping; [^\n]*\nStopped after 0 of 2 experiments\. Run the same command again.*\[stopped-experiments\]\n$/,
      );
      const again = await experiment(slow, ['own', 'parallel=2']);
      expect(again.code, again.stderr).toBe(0);
      expect(again.stderr).not.toContain('failed');
      expect(again.stdout).toMatch(/\n2 experiments in .*\. Results: public\/results\nLook at it: npm run site\n$/);
      expect(again.stdout).toContain('  No claim was tested: evidence=none.\n');
      expect(slow.has('public/results/b/result.json')).toBe(true);
    },
  );
});
