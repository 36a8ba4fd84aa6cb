/**
 * A real Slurm on this machine alone, without accounts of jobs: one node with two cores, everything in one folder. It needs
 * the packages slurm-wlm and munge and the rights of root; elsewhere `whyNoSlurm` says what is missing.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol'];

/** Null where a Slurm can be started. */
export function whyNoSlurm(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux';
  if (process.getuid?.() !== 0) return 'this user may not start a Slurm';
  const missing = programs.filter((name) => !isThere(name));
  return missing.length === 0 ? null : `${missing.join(', ')}: not installed (apt-get install slurm-wlm munge)`;
}

function isThere(name: string): boolean {
  try {
    execFileSync('which', [name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface TestSlurm {
  /** For the commands that speak to it. */
  env: NodeJS.ProcessEnv;
  scontrol(...words: string[]): string;
  /** Tasks that wait or run, one a line. */
  squeue(): string;
  /** Ends the node's program as a crash of it would, and starts it again; tasks go on meanwhile. */
  restartNode(): Promise<void>;
  stop(): Promise<void>;
}

const configuration = (folder: string, host: string, [controller, node]: readonly [number, number]): string => `
ClusterName=rnn-atlas-test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
SlurmctldPort=${controller}
SlurmdPort=${node}
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1500 State=UNKNOWN
PartitionName=test Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;

/** Seconds that it may take to be ready, on a busy machine. */
const patience = 90;

export async function startSlurm(): Promise<TestSlurm> {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-slurm-'));
  const host = hostname().split('.')[0] ?? 'localhost';
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder, host, [await freePort(), await freePort()]));
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const env = { SLURM_CONF: conf };
  const all = { ...process.env, ...env };
  const call = (program: string, ...words: string[]) => execFileSync(program, words, { env: all, encoding: 'utf8' });
  const daemon = (program: string): ChildProcess => {
    const log = openSync(join(folder, `${program}.log`), 'a');
    // In the foreground: in the background they hold on to this process's pipes.
    return spawn(program, ['-D', '-f', conf], { env: all, stdio: ['ignore', log, log], detached: true });
  };
  const places = ['key-file', 'socket', 'pid-file', 'log-file', 'seed-file'].map((option) => {
    const file = option === 'key-file' ? 'munge.key' : `munge.${option.replace(/-file$/, '')}`;
    return `--${option}=${join(folder, file)}`;
  });
  call('munged', ...places, '--force');
  const controller = daemon('slurmctld');
  let node = daemon('slurmd');
  const ready = async () => {
    for (let waited = 0; waited < patience; waited++) {
      try {
        if (/^(idle|mix|alloc|drain)/m.test(call('sinfo', '--noheader', '--format=%T'))) return;
      } catch {
        // Not yet.
      }
      await setTimeout(1000);
    }
    throw new Error(`Slurm did not start: ${readFileSync(join(folder, 'slurmctld.log'), 'utf8').slice(-2000)}`);
  };
  const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
  await ready();
  return {
    env,
    scontrol: (...words) => call('scontrol', ...words),
    squeue: () => call('squeue', '--noheader').trim(),
    async restartNode() {
      node.kill('SIGKILL');
      await ended(node);
      node = daemon('slurmd');
      await ready();
      // What it had just been told to start counts as its fault.
      if (/drain/i.test(call('sinfo', '--noheader', '--format=%T')))
        call('scontrol', 'update', `NodeName=${host}`, 'State=RESUME');
    },
    async stop() {
      const gone = [controller, node].map(ended);
      for (const child of [controller, node]) child.kill();
      process.kill(Number(readFileSync(join(folder, 'munge.pid'), 'utf8')));
      await Promise.all(gone);
      // What a daemon still writes as it ends makes the folder full again.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
