/**
 * Builds the site from the synthetic results and serves it under its base path, as a plain file server does:
 * `node tests/browser/serve.ts <port>`. `/build.json` tells where the build lies and how long it took.
 */
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { makeCalibration } from '../fixtures/results/make-calibration.ts';
import { makeSweep } from '../fixtures/results/make-sweep.ts';
import { base, buildSite, writtenOfDots } from './build-site.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
};

const prepare = async (publicDirectory: string): Promise<void> => {
  await makeCalibration(publicDirectory);
  await makeSweep(publicDirectory);
  const experiments = join(publicDirectory, '..', 'experiments');
  await cp(join('tests', 'fixtures', 'write-ups'), experiments, { recursive: true });
  // The shorter of the two observed texts has 120 tokens.
  const dots = (await readFile(join('experiments', 'lstm-dots.mdx'), 'utf8')).replace('to={140}', 'to={100}');
  for (const id of writtenOfDots) await writeFile(join(experiments, `${id}.mdx`), dots);
};
const site = await buildSite(undefined, prepare, { documentation: true });
if (site.exitCode !== 0) {
  await site.remove();
  throw new Error(`astro build failed:\n${site.output}`);
}

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (path === '/build.json') {
    const { dist, publicDirectory, seconds, work } = site;
    response.end(JSON.stringify({ dist, publicDirectory, seconds, work }));
    return;
  }
  const file = await resolveFile(path);
  if (file === null) {
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(await readFile(join(site.dist, '404.html')));
    return;
  }
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  response.end(await readFile(file));
});

/** The file behind a path, with `index.html` for a folder; null when there is none under the base path. */
async function resolveFile(path: string): Promise<string | null> {
  if (!path.startsWith(base)) return null;
  const file = normalize(join(site.dist, path.slice(base.length)));
  if (!file.startsWith(site.dist)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  const index = join(file, 'index.html');
  return found?.isDirectory() && path.endsWith('/') && (await stat(index).catch(() => null)) ? index : null;
}

server.listen(Number(process.argv[2] ?? 4398), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    void site.remove().then(() => process.exit(0));
  });
}
