import { describe, expect, it } from 'vitest';
import { featuresOfProgram, programIn } from '../../../../runner/cli/new/look.ts';
import { promptFrom } from '../../../../runner/cli/new/scaffold.ts';
import { isFeatureOf } from '../../../../runner/text/labels/features.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';
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

  it('is asked what its grammar names, and for braces where it has some', () => {
    const names = (language: 'javascript' | 'python' | null, text: string) =>
      featuresOfProgram({ language }, text).map((feature) => [
        feature.name,
        isFeatureOf(feature, 'scope') ? `${feature.language} ${feature.scope.join(' ')}` : '',
      ]);
    expect(names('javascript', '{'.repeat(60))).toEqual([
      ['inside a comment', 'javascript comment'],
      ['inside a string', 'javascript string template-string'],
      ['depth of braces', ''],
      ['indentation', ''],
      ['column', ''],
    ]);
    expect(names('python', '{}').map(([name, scope]) => `${name} ${scope}`.trim())).toEqual([
      'inside a comment python comment',
      'inside a string python string',
      'indentation',
      'column',
    ]);
    expect(names(null, '')).toEqual([
      ['indentation', ''],
      ['column', ''],
    ]);
  });

  it('is begun with a statement, not with a comment', () => {
    const text = '# The licence of this file is one that everybody knows.\n\nresult = total + count\n';
    const known = { vocabulary: new Vocabulary([...new Set(text)]), unit: 'character' as const };
    expect(promptFrom({ documents: [{ text }], ...known }, true)).toMatch(/^result = total/);
    expect(promptFrom({ documents: [{ text: text.slice(2) }], ...known })).toMatch(/^The licence/);
  });
});
