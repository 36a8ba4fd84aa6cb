/** Serves a folder under a base path on this machine, as a plain file server does. Imports nothing of the project. */
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize, sep } from 'node:path';
import sirv from 'sirv';

export interface PageServer {
  /** 'http://127.0.0.1:<port>' */
  origin: string;
  close(): void;
}

/** `port` 0 takes any that is free. */
export async function serveFolder(folder: string, base: string, port = 0): Promise<PageServer> {
  const files = sirv(folder, { dev: true, etag: true });
  const server = createServer(async (request, response) => {
    const address = request.url ?? '/';
    if ((await fileOf(folder, base, address)) === null) {
      const page = await readFile(join(folder, '404.html')).catch(() => 'not found');
      response.writeHead(404, { 'content-type': 'text/html;charset=utf-8' });
      response.end(page);
      return;
    }
    request.url = `/${pathOf(address).slice(base.length)}`;
    files(request, response);
  });
  // Whoever asks may be busy with an answer for seconds before the next question.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The path that a built site was built for, as its first page names its own files; null when there is no such page. */
export async function baseOf(folder: string): Promise<string | null> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => '');
  return /(?:src|href)="([^":]*\/)_astro\//.exec(page)?.[1] ?? null;
}

/** The file behind an address, with `index.html` for a folder; null when there is none under the base path. */
export async function fileOf(folder: string, base: string, address: string): Promise<string | null> {
  const path = decoded(pathOf(address));
  if (path === null || !path.startsWith(base)) return null;
  const file = normalize(join(folder, path.slice(base.length)));
  if (!`${file}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  const index = join(file, 'index.html');
  return found?.isDirectory() && path.endsWith('/') && (await stat(index).catch(() => null)) ? index : null;
}

/** Empty for what is no address: `//`. */
const pathOf = (address: string): string => URL.parse(address, 'http://localhost')?.pathname ?? '';

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
