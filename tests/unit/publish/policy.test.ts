import { expect, test } from 'vitest';
import { policyProblems } from '../../../runner/publish/checks.ts';

const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'";
const page = (body: string, content = policy) => ({
  address: 'http://127.0.0.1/a/',
  html: `<html><head><meta http-equiv="Content-Security-Policy" content="${content}"></head><body>${body}</body></html>`,
});

test('files of scripts, data, and styles of tokens are allowed', () => {
  const body =
    '<script type="module" src="/a.js"></script><script type="application/json">{}</script><b style="--a:1">x</b>';
  expect(policyProblems([page(body)])).toEqual([]);
});

test('a page without the policy, or with a weaker one, is told', () => {
  expect(policyProblems([page('', "default-src 'none'; script-src 'self' 'unsafe-inline'; base-uri 'none'")])).toEqual([
    "/a/: its policy lacks script-src 'self'",
    "/a/: its policy lacks form-action 'none'",
  ]);
});

test('a script or a handler in the page is told', () => {
  expect(policyProblems([page('<script>1</script><img onerror="1" alt="">')])).toEqual([
    '/a/: <script> holds a script of its own',
    '/a/: <img> holds a script of its own',
  ]);
});
