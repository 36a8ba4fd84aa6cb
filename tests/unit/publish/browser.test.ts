import { expect, test } from 'vitest';
import { type BrowserHost, installedBrowser } from '../../../runner/publish/browser.ts';

const machine = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, ...there: string[]): BrowserHost => ({
  platform,
  environment,
  exists: (path) => there.includes(path.replaceAll('\\', '/')),
});

test('the browser that CHROMIUM_PATH names goes before all others', () => {
  const environment = { CHROMIUM_PATH: '/own/chrome' };
  expect(installedBrowser(machine('linux', environment, '/own/chrome', '/usr/bin/chromium'))).toBe('/own/chrome');
  expect(() => installedBrowser(machine('linux', environment, '/usr/bin/chromium'))).toThrow(
    'CHROMIUM_PATH names /own/chrome, which is not there. Correct CHROMIUM_PATH or unset it.',
  );
});

test('an empty CHROMIUM_PATH names none', () => {
  expect(installedBrowser(machine('linux', { CHROMIUM_PATH: '' }, '/usr/bin/chromium'))).toBe('/usr/bin/chromium');
});

test('Edge serves where there is no Chrome, on each system in its own place', () => {
  const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
  expect(installedBrowser(machine('darwin', {}, edge, '/usr/bin/chromium'))).toBe(edge);
  expect(installedBrowser(machine('linux', {}, '/usr/bin/microsoft-edge'))).toBe('/usr/bin/microsoft-edge');
  const folders = { PROGRAMFILES: 'C:/Program Files', 'PROGRAMFILES(X86)': 'C:/Program Files (x86)' };
  const onWindows = 'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe';
  expect(installedBrowser(machine('win32', folders, onWindows))).toBe(onWindows);
});

test('a machine without one has none', () => {
  expect(installedBrowser(machine('linux', {}))).toBeNull();
  expect(installedBrowser(machine('win32', {}, '/usr/bin/chromium'))).toBeNull();
});
