/**
 * A release, made on any machine; `.github/workflows/release.yml` does the same on a tag, and publishes.
 *
 * - `npm run release:version 0.2.0 [date=2026-12-31]` writes the version and the date wherever they stand (today's, unless given).
 * - `npm run release:check [tag=v0.2.0] [into=release] [tests=false]` sees that they agree, with the tag too, runs all tests,
 *   packs both packages into the folder, and writes their checksums and the changelog's words beside them.
 *
 * Exit codes: 0 done, 1 something is not as a release has to be, 2 wrong words.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packAll, sumsName } from './release/pack.ts';
import { agreedVersion, changelog, released, releaseFiles, sectionOf, type Texts } from './release/versions.ts';

const project = process.cwd();
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const readTexts = (): Texts =>
  Object.fromEntries(releaseFiles.map((file) => [file, readFileSync(join(project, file), 'utf8')]));

class WrongWords extends Error {}

/** The `key=value` words, and those without a key. */
function parse(words: readonly string[], keys: readonly string[]): { given: Map<string, string>; plain: string[] } {
  const pairs = words.filter((word) => word.includes('=')).map((word) => word.split('=', 2) as [string, string]);
  const unknown = pairs.find(([key]) => !keys.includes(key));
  if (unknown !== undefined) throw new WrongWords(`"${unknown[0]}" is none of ${keys.join(', ')}`);
  return { given: new Map(pairs), plain: words.filter((word) => !word.includes('=')) };
}

function version(words: readonly string[]): void {
  const { given, plain } = parse(words, ['date']);
  const [wanted, ...more] = plain;
  if (wanted === undefined || more.length > 0) throw new WrongWords('say one version: npm run release:version 0.2.0');
  const before = readTexts();
  const after = released(before, { version: wanted, date: given.get('date') ?? new Date().toISOString().slice(0, 10) });
  const changed = releaseFiles.filter((file) => after[file] !== before[file]);
  for (const file of changed) writeFileSync(join(project, file), after[file] ?? '');
  say(`Version ${wanted} stands in ${changed.join(', ')}.`);
  say(`Next: npm run release:check tag=v${wanted}, then commit, git tag v${wanted}, and push both.`);
}

function check(words: readonly string[]): void {
  const { given, plain } = parse(words, ['tag', 'into', 'tests']);
  if (plain.length > 0) throw new WrongWords(`"${plain[0]}" is none of tag=, into=, tests=`);
  const tests = given.get('tests') ?? 'true';
  if (tests !== 'true' && tests !== 'false') throw new WrongWords(`tests is true or false, and not "${tests}"`);
  const texts = readTexts();
  const current = agreedVersion(texts);
  const section = sectionOf(texts[changelog] ?? '', current);
  if (section === null || section.notes === '') throw new Error(`${changelog} says nothing of ${current}`);
  const tag = given.get('tag');
  if (tag !== undefined && tag !== `v${current}`) throw new Error(`The tag is ${tag} and the version ${current}`);
  if (tag !== undefined && !section.dated)
    throw new Error(`${changelog} says of ${current} that it is not yet released: npm run release:version ${current}`);
  say(`Version ${current} in all places${section.dated ? '' : ', not yet dated'}.`);
  if (tests === 'true') {
    const { status } = spawnSync('npm', ['test'], { stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) throw new Error('npm test failed: nothing was packed');
  }
  const into = given.get('into') ?? 'release';
  const files = packAll(project, resolve(project, into), current, section.notes);
  for (const { name, bytes, sha256 } of files) say(`${sha256}  ${name}  ${(bytes / 1e6).toFixed(1)} MB`);
  say(`In ${into}/, with ${sumsName}. Nothing was published${tests === 'true' ? '' : ', and no test was run'}.`);
}

const tasks: Readonly<Record<string, (words: readonly string[]) => void>> = { version, check };
const [name = '', ...words] = process.argv.slice(2);
try {
  const task = tasks[name];
  if (task === undefined) throw new WrongWords(`"${name}" is none of ${Object.keys(tasks).join(', ')}`);
  task(words);
} catch (error) {
  process.stderr.write(`release: ${(error as Error).message}.\n`);
  process.exitCode = error instanceof WrongWords ? 2 : 1;
}
