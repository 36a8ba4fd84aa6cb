import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { installedBrowser } from '../../runner/publish/browser.ts';
import { sendsSignals, start, until, workFolder } from './command.ts';
import { importIsKilled, shipIsKilled } from './killed-writers.ts';

it.runIf(sendsSignals)('a killed import and a killed ship leave whole models alone, and go on', async () => {
  await importIsKilled(2);
  await shipIsKilled(2);
  expect.hasAssertions();
});

/** Also of one that has ended and that nobody has asked about. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

it.runIf(process.platform === 'linux' && installedBrowser() !== null)(
  'a browser that a command opened ends with it when it is killed',
  async () => {
    const module = new URL('../../runner/publish/browser.ts', import.meta.url).href;
    const opens = `const { openBrowser } = await import('${module}'); console.log((await openBrowser()).process().pid)`;
    const { child, ended } = start(process.execPath, ['--input-type=module', '-e', opens], workFolder().path);
    let said = '';
    child.stdout?.on('data', (text: string) => {
      said += text;
    });
    await until(() => said.includes('\n'));
    expect(runs(Number(said))).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await until(() => !runs(Number(said)), 20);
  },
);
