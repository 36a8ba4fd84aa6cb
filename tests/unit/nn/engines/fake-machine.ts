/** Machines that are made up: their files, what programs print on them, and what this user may not open. */
import type { HardwareProbe } from '../../../../runner/nn/engines/gpu-hardware.ts';

export interface FakeMachine {
  platform?: NodeJS.Platform;
  arch?: string;
  release?: string;
  /** Texts by their paths. */
  files?: Readonly<Record<string, string>>;
  /** What programs print, by name. */
  programs?: Readonly<Record<string, string>>;
  closed?: readonly string[];
}

export function fakeMachine({
  platform = 'linux',
  arch = 'x64',
  release = '6.8.0',
  files = {},
  programs = {},
  closed = [],
}: FakeMachine): HardwareProbe {
  const paths = Object.keys(files);
  const separator = platform === 'win32' ? '\\' : '/';
  const there = (path: string) => paths.some((each) => each === path || each.startsWith(path + separator));
  return {
    ...{ platform, arch, release },
    async list(folder) {
      const below = paths.filter((path) => path.startsWith(folder + separator));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split(separator)[0] ?? ''))];
    },
    exists: async (path) => there(path),
    allowed: async (path) => there(path) && !closed.includes(path),
    read: async (path) => files[path] ?? '',
    run: async (program) => programs[program] ?? '',
  };
}
