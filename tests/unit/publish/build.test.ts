import { expect, test } from 'vitest';
import { reasonOf } from '../../../runner/publish/build.ts';

test('of a failed build the reason is told, without times and stack traces', () => {
  const page = `09:15:38 [build] Rearranging
09:14:06   ├─ /experiments/a/index.html09:14:07 [ERROR] WriteUpError: a.mdx:1: no such neuron. The site was not built.
    at neuronOf (file:///index.mjs:887:8)
09:14:07 [ERROR] [build] Caught error rendering /experiments/a/: WriteUpError: a.mdx:1: no such neuron. The site was not built.
a.mdx:1: no such neuron. The site was not built.
  Hint:
    This issue often occurs when your MDX component encounters runtime errors.
  Stack trace:
    at neuronOf (file:///index.mjs:887:8)`;
  expect(reasonOf(page)).toBe('a.mdx:1: no such neuron. The site was not built.');
  const syntax = `09:23:21 [ERROR] [vite] ✗ Build failed in 456ms
line 1: <script> cannot stand here. The site was not built.
  Location:
    /experiments/a.mdx:1:1
  Stack trace:
    at TransformPluginContextImpl.handler (vite-plugin-mdx.js:64:17)`;
  expect(reasonOf(syntax)).toBe(
    'line 1: <script> cannot stand here. The site was not built. Location: /experiments/a.mdx:1:1',
  );
  expect(reasonOf('no [such] thing\nwas said')).toBe('no [such] thing was said');
});
