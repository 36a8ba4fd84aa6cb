import { expect, test, vi } from 'vitest';
import { installedBrowser } from '../../../runner/publish/browser.ts';

test('the browser that CHROMIUM_PATH names goes before all others, and must be there; empty it names none', () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(installedBrowser()).toBe(process.execPath);
  vi.stubEnv('CHROMIUM_PATH', '/own/chrome');
  expect(installedBrowser).toThrow('CHROMIUM_PATH names /own/chrome, which is not there. Correct CHROMIUM_PATH');
  vi.stubEnv('CHROMIUM_PATH', '');
  expect(installedBrowser).not.toThrow();
});
