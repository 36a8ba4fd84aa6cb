/** Serves a folder under a base path on this machine, as a plain file server does. Imports nothing of the project. */
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

export interface Served {
  /** 'http://127.0.0.1:<port>' */
  origin: string;
  close(): void;
}

/** `port` 0 takes any that is free. */
export async function serveFolder(folder: string, base: string, port = 0): Promise<Served> {
  const server = createServer(async (request, response) => {
    const found = await fileOf(folder, base, request.url ?? '/');
    const file = found ?? join(folder, '404.html');
    const body = await readFile(file).catch(() => 'not found');
    response.writeHead(found === null ? 404 : 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
    });
    response.end(body);
  });
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

/** The file behind an address, with `index.html` for a folder; null when there is none under the base path. */
export async function fileOf(folder: string, base: string, address: string): Promise<string | null> {
  const path = decoded(new URL(address, 'http://localhost').pathname);
  if (path === null || !path.startsWith(base)) return null;
  const file = normalize(join(folder, path.slice(base.length)));
  if (!`${file}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  const index = join(file, 'index.html');
  return found?.isDirectory() && path.endsWith('/') && (await stat(index).catch(() => null)) ? index : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
