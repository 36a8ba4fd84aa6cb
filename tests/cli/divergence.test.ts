import { expect, it } from 'vitest';
import { experiment, workFolder } from './command.ts';
import { manifest, prose } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
folder.write('tiny.yaml', manifest());
const tooFast = ['train.optimizer.learningRate=1e6', 'train.clipNorm=none', 'id=tiny'];

async function diverges(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await experiment(folder, ['tiny.yaml', ...tooFast, ...words]);
  expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^Training diverged in epoch \d+ at step \d+: [^\n]*train\.optimizer\.learningRate[^\n]*\. \[training-diverged\]\n$/,
  );
  expect(folder.has('public')).toBe(false);
  return stderr;
}

it('a training that diverges stops, says what to change, and leaves no result', async () => {
  expect(await diverges()).toContain('No epoch was complete, so there is no checkpoint.');
});

it('a training that diverges in the very last step is noticed by its validation loss', async () => {
  expect(await diverges('train.batch=60', 'train.window=50')).toContain('the validation loss is');
});
