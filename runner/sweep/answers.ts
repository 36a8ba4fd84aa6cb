/** Reads what processes of a sweep left in its folder. */
import { readFile, stat } from 'node:fs/promises';
import type { Answer, Live } from './task.ts';

/** Files are written whole; null where there is none. */
async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

export const readAnswer = (path: string): Promise<Answer | null> => readJson<Answer>(path);

export const readLive = (path: string): Promise<Live | null> => readJson<Live>(path);

/** The last line of a log; null where there is none. */
export async function lastLine(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim().split('\n').at(-1) || null;
}

export const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
