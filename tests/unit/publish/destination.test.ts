import { expect, test } from 'vitest';
import { destination } from '../../../runner/cli/commands/publish-check.ts';

test.each([
  ['https://github.com/Ada/atlas.git', null, '/atlas/', 'https://ada.github.io'],
  ['git@github.com:ada/atlas.git', null, '/atlas/', 'https://ada.github.io'],
  ['https://github.com/ada/my.atlas', null, '/my.atlas/', 'https://ada.github.io'],
  ['https://github.com/ada/Ada.github.io', null, '/', 'https://ada.github.io'],
  ['/srv/git/atlas.git', null, '/atlas/', null],
  [null, null, '/folder/', null],
  ['https://github.com/ada/atlas', 'atlas.example\n', '/', 'https://atlas.example'],
])('GitHub Pages serves %s with the domain %j under %s', (remote, domain, base, site) => {
  expect(destination(remote, domain, 'folder')).toEqual({ base, site });
});
