/** What a file of tests leaves behind is taken away when it is done: files that share a process share what they have imported. */
import { afterAll, vi } from 'vitest';
import { removeWorkFolders } from './command.ts';

afterAll(() => {
  vi.unstubAllEnvs();
  removeWorkFolders();
});
