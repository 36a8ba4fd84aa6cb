import { expect, it } from 'vitest';
import { lookAt } from '../../../../runner/cli/new/look.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();
const words = ['the', 'quiet', 'river', 'ran', 'between', 'low', 'green', 'hills', 'and', 'stones'];
// Wrapped prose: paragraphs of six lines, each as wide as the other and going on in the next.
const line = words.join(' ');
const paragraph = `${Array.from({ length: 5 }, () => line).join('\n')}\n${words.slice(0, 6).join(' ')} .`;
folder.write('wrapped.txt', `${Array.from({ length: 80 }, () => paragraph).join('\n\n')}\n`);

const look = (vocabulary: string[] | null) => {
  const checkpoint = { vocabulary } as unknown as Checkpoint;
  const model = vocabulary && { path: 'model', checkpoint };
  const reads = { unit: 'word', tokens: 'whitespace', program: null } as const;
  return lookAt('wrapped.txt', reads, model, { cwd: folder.path, warn: () => {} });
};

it('wrapped lines are joined, but for a model to which the end of a line is a token', async () => {
  const own = ['<unk>', ...words, '.'];
  expect((await look(own)).wrapped).not.toBeNull();
  expect((await look(null)).wrapped).not.toBeNull();
  const read = await look([...own, '\n']);
  expect(read.wrapped).toBeNull();
  expect(read.facts.tokens).toBeGreaterThan((await look(own)).facts.tokens);
});
