// Preloaded by tests (NODE_OPTIONS=--import): a Linux machine with the GPU and the files that FAKE_MACHINE describes, as JSON
// { "files": { path: text }, "programs": { name: what it prints } }. What is described hides what is really there.
import childProcess from 'node:child_process';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const { files, programs } = JSON.parse(process.env.FAKE_MACHINE ?? '{}');
const hidden = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg', '/proc/driver', '/sys/', '/.dockerenv', '/run/.containerenv'];
const vulkan = ['/usr/share/vulkan', '/etc/vulkan', '/usr/local/share/vulkan'];
const isFaked = (path) => typeof path === 'string' && [...hidden, ...vulkan].some((each) => path.startsWith(each));
const missing = (path) => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
const paths = Object.keys(files);

const { access, readdir, readFile } = fs;
fs.access = async (path, ...more) => {
  if (!isFaked(path)) return access(path, ...more);
  if (!paths.some((each) => each === path || each.startsWith(`${path}/`))) throw missing(path);
};
fs.readdir = async (folder, ...more) => {
  if (!isFaked(folder)) return readdir(folder, ...more);
  const below = paths.filter((path) => path.startsWith(`${folder}/`));
  if (below.length === 0) throw missing(folder);
  return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]))];
};
fs.readFile = async (path, ...more) => {
  if (!isFaked(path)) return readFile(path, ...more);
  if (!(path in files)) throw missing(path);
  return files[path];
};

const { execFile } = childProcess;
const faked = (program, ...more) => execFile(program, ...more);
faked[promisify.custom] = async (program, ...more) =>
  program in programs ? { stdout: programs[program], stderr: '' } : promisify(execFile)(program, ...more);
childProcess.execFile = faked;
syncBuiltinESMExports();
