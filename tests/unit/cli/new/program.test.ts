import { describe, expect, it } from 'vitest';
import { featuresOfProgram, programIn } from '../../../../runner/cli/new/look.ts';
import { isFeatureOf } from '../../../../runner/text/labels/features.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();

describe('a text that is a program', () => {
  it('is told by its files, in the language of most of them', async () => {
    for (const name of ['src/a.py', 'src/b.py', 'src/c.js', 'src/notes.txt', 'prose/a.txt']) folder.write(name, 'x');
    const cwd = folder.path;
    expect(await programIn('src', cwd)).toEqual({ language: 'python' });
    expect(await programIn('src/*.js', cwd)).toEqual({ language: 'javascript' });
    expect(await programIn('src/a.py', cwd)).toEqual({ language: 'python' });
    expect([await programIn('prose', cwd), await programIn('stories', cwd)]).toEqual([null, null]);
  });

  const always = ['indentation', 'column'];
  it.each([
    ['javascript', '{'.repeat(60), ['inside a comment', 'inside a string', 'depth of braces', ...always]],
    ['python', '{}', ['inside a comment', 'inside a string', ...always]],
    [null, '', always],
  ] as const)('in %s is asked what its grammar names, and for braces where it has some', (language, text, names) => {
    const features = featuresOfProgram({ language }, text);
    expect(features.map(({ name }) => name)).toEqual(names);
    for (const feature of features) if (isFeatureOf(feature, 'scope')) expect(feature.language).toBe(language);
  });
});
