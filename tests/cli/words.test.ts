/** What commands do with their words and with those that they start, beyond what the unit tests show. */
import { describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { command, sendsSignals, start, startFile, until, workFolder } from './command.ts';
import { commandHere } from './here.ts';

describe('npm run preview', () => {
  const page = '<link rel="stylesheet" href="/past/_astro/a.css"><p>here</p>';

  it.runIf(sendsSignals)(
    'serves a site under the path that it was built for, and ends when it is told to, so that the next can start',
    async () => {
      const folder = workFolder();
      folder.write('dist/index.html', page);
      const port = await freePort();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const { child, said, ended } = start(process.execPath, [startFile, 'preview', `port=${port}`], folder.path);
        await until(() => said.stdout.includes('Ctrl-C'));
        expect(said.stdout).toContain(`http://127.0.0.1:${port}/past/`);
        expect(await (await fetch(`http://127.0.0.1:${port}/past/`)).text()).toBe(page);
        expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
        const taken = await command(folder, 'preview', [`port=${port}`]);
        expect(taken.stderr).toMatch(/^Another program uses port \d+\..*\[address-in-use\]\n$/);
        child.kill(signal);
        expect(await ended).toMatchObject({ code: 0, stderr: '' });
      }
    },
  );
});

it.runIf(sendsSignals)('a program that a command runs ends with the command', async () => {
  const folder = workFolder();
  folder.write('child.mjs', "process.stdout.write('pid ' + process.pid + '\\n'); setInterval(() => {}, 1000);");
  const { href } = new URL('../../runner/cli/commands/program.ts', import.meta.url);
  folder.write('launch.mjs', `import { runNode } from '${href}'; process.exitCode = await runNode('child.mjs', []);`);
  const { child, said, ended } = start(process.execPath, ['launch.mjs'], folder.path);
  await until(() => /pid \d+\n/.test(said.stdout));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(130);
  const pid = Number(/\d+/.exec(said.stdout)?.[0]);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('help is printed for each command, and for all', async () => {
  const folder = workFolder();
  const all = await command(folder, 'help', []);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  expect(all.stdout).toContain('npm run publish:check');
  for (const word of ['help', '--help']) {
    const { code, stdout } = await commandHere(folder, 'experiment', [word]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^npm run experiment <manifest> \[fresh=true\] \[table=true\] \[parallel=<number>\] \[key=value \.\.\.\]\n/,
    );
  }
});
