// Of commands that begin at once in a clone without packages one installs them, and the others wait. The file names the processes that
// install; where none of them is there any more, the next takes it over. Plain JavaScript, as runner/start.mjs.
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two looks at another's lock. */
const pause = 200;
/** An install takes a minute or so. A lock that stands for longer than this is of another machine, or its processes' numbers are others' now. */
const longest = 15 * 60_000;

/**
 * Waits until nobody else that is alive holds the lock, and takes it.
 * @param onWait hears once of which process.
 * @returns to name a further process that holds it, and to let it go.
 */
export async function lockInstall(file, onWait) {
  const own = { host: hostname(), id: randomUUID(), processes: [process.pid] };
  let [last, since, hasTold] = ['', Date.now(), false];
  while (!placed(file, own)) {
    const text = textOf(file);
    if (text !== last) [last, since] = [text, Date.now()];
    const other = ownerOf(text);
    // One that is no lock may be about to be written, where it cannot be linked.
    const patience = other === null ? 5000 : longest;
    if (Date.now() - since > patience || (other !== null && isGone(other))) takeAway(file, text);
    else {
      if (other !== null && !hasTold) onWait(other.processes[0]);
      hasTold ||= other !== null;
      await setTimeout(pause);
    }
  }
  return {
    also(pid) {
      own.processes.push(pid);
      renameSync(aside(file, own), file);
    },
    release() {
      if (ownerOf(textOf(file))?.id === own.id) rmSync(file, { force: true });
    },
  };
}

/** The owner beside its place. @returns where. */
function aside(file, own) {
  const path = `${file}.${own.id}`;
  writeFileSync(path, JSON.stringify(own));
  return path;
}

/** Whether the lock is ours: it is linked to its name whole, which fails where one lies. */
function placed(file, own) {
  const path = aside(file, own);
  try {
    linkSync(path, file);
    return true;
  } catch ({ code }) {
    if (code === 'EEXIST') return false;
    // The file system has no links.
    return written(file, own);
  } finally {
    rmSync(path, { force: true });
  }
}

function written(file, own) {
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Null where the text is no lock. */
function ownerOf(text) {
  try {
    const { host, id, processes } = JSON.parse(text);
    return Array.isArray(processes) && processes.every(Number.isInteger) ? { host, id, processes } : null;
  } catch {
    return null;
  }
}

const isGone = ({ host, processes }) => host === hostname() && !processes.some(isAlive);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch ({ code }) {
    return code !== 'ESRCH';
  }
}

/** Of two that find it dead at once one may have taken a new one in its hands: it puts that back. */
function takeAway(file, text) {
  const taken = `${file}.${randomUUID()}`;
  try {
    renameSync(file, taken);
    if (textOf(taken) !== text) linkSync(taken, file);
  } catch {
    // It is gone, or another's stands there.
  }
  rmSync(taken, { force: true });
}
