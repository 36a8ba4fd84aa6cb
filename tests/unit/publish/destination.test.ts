import { describe, expect, test } from 'vitest';
import { destination } from '../../../runner/cli/commands/publish-check.ts';

describe('where GitHub Pages serves a repository', () => {
  test.each([
    ['https://github.com/Ada/atlas.git', '/atlas/', 'https://ada.github.io'],
    ['git@github.com:ada/atlas.git', '/atlas/', 'https://ada.github.io'],
    ['https://github.com/ada/my.atlas', '/my.atlas/', 'https://ada.github.io'],
    ['https://github.com/ada/Ada.github.io', '/', 'https://ada.github.io'],
    ['/srv/git/atlas.git', '/atlas/', null],
    [null, '/folder/', null],
  ])('%s -> %s', (remote, base, site) => {
    expect(destination(remote, null, 'folder')).toEqual({ base, site });
  });

  test('a domain of its own is at the root', () => {
    expect(destination('https://github.com/ada/atlas', 'atlas.example\n', 'folder')).toEqual({
      base: '/',
      site: 'https://atlas.example',
    });
  });
});
