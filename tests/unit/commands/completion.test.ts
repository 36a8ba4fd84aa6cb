import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { descriptionsByName } from '../../../runner/commands/commands.ts';
import { completionScript, shells } from '../../../runner/commands/completion-scripts.ts';

const descriptions = await descriptionsByName();
const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-completion-'));
mkdirSync(join(folder, 'public/results/tiny'), { recursive: true });
writeFileSync(join(folder, 'tiny.yaml'), '');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasBash = process.platform !== 'win32' && spawnSync('bash', ['--version']).status === 0;

/** What bash offers behind a line. */
function offered(line: string): string[] {
  const script = `${completionScript('bash', descriptions)}
compopt() { :; }
COMP_LINE='${line}' COMP_POINT=${line.length}
_rnn_atlas
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe('the completion of a shell', () => {
  it.each(shells)('names every command and every key: %s', (shell) => {
    const script = completionScript(shell, descriptions);
    for (const [name, { keys }] of descriptions) {
      expect(script).toContain(name);
      for (const key of Object.keys(keys)) expect(script).toContain(`${key}=`);
    }
  });

  it.runIf(hasBash).each([
    ['rnn-atlas exp', ['experiment', 'export', 'export-model']],
    ['rnn-atlas experiment ti', ['tiny.yaml']],
    ['rnn-atlas export ti', ['tiny', 'tiny.yaml']],
    ['rnn-atlas export tiny as=', ['figures', 'pdf', 'html']],
    ['rnn-atlas export tiny as=p', ['pdf']],
    ['rnn-atlas export tiny wid', ['width=']],
    ['rnn-atlas completion ', ['help', 'bash', 'zsh', 'fish']],
    ['rnn-atlas site public=pub', ['public']],
  ])('bash offers behind "%s" %j', (line, words) => {
    expect(offered(line)).toEqual(words);
  });
});
