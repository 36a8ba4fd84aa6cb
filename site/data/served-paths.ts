/**
 * What the development server lets a browser read: pages, the public folder, the site's own sources, and what those import
 * (Vite notes each module that it has seen imported). Nothing else of the project: no texts, no runs, no settings. Node only.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
/** `site/`. */
const sources = dirname(dirname(here));

/** For Vite's `server.fs.allow`. @param cacheDir where Vite keeps packages as it has bundled them for the browser. */
const servedFolders = (cacheDir: string): string[] => [sources, join(cacheDir, 'vite')];

/** Vite's tools for developers, `/__open-in-editor?file=...` among them, act on this machine for whoever asks. */
const isTool = (address: string): boolean => /(?<!\/@id)\/__/.test(address.replace(/[?#].*$/s, ''));

/**
 * The two kinds of file whose whole name is a parameter of their page: Astro's development server, unlike the site that it
 * builds, knows them only with a slash behind (`trailingSlash: 'always'`). A module of `runner/nn/models/` is none of them.
 */
const asRouted = (address: string): string =>
  address.replace(/(?<!\/runner\/nn)\/(?:models\/[^/?]+|docs\/images)\/[^/?]+(?=$|\?)/, '$&/');

interface Layer {
  handle: { name?: string };
}
type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
interface Server {
  httpServer: Pick<HttpServer, 'prependListener'> | null;
  middlewares: { use(handler: Handler): void; stack: Layer[] };
}

/** A plugin of Vite. @param cacheDir as for `servedFolders`. */
const servedPaths = (cacheDir: string) => ({
  name: 'rnn-atlas:served-paths',
  enforce: 'pre' as const,
  apply: 'serve' as const,
  /** Vite looks at an address alone; Astro's plugins read Markdown, or make a module that imports the file, which Vite then trusts. */
  load: {
    order: 'pre' as const,
    handler(this: { environment: { name: string } }, id: string) {
      const file = id.replace(/[?#].*$/s, '');
      if (this.environment.name !== 'client' || !isAbsolute(file)) return;
      // Of the site, of the runner beside it, of a package.
      const folders = [...servedFolders(cacheDir), join(dirname(sources), 'runner')].map((each) => each + sep);
      const path = resolve(file);
      if (!path.includes(`${sep}node_modules${sep}`) && !folders.some((each) => path.startsWith(each)))
        // By which Vite knows its own refusals: it answers 403, and keeps what it has worked out.
        throw Object.assign(new Error(`${file} is no module of a page`), { code: 'ERR_DENIED_ID', id: file });
    },
  },
  configureServer({ middlewares, httpServer }: Server) {
    // `GET http://[` would end the server before any of its handlers is asked.
    for (const event of ['request', 'upgrade'])
      httpServer?.prependListener(event, (request: IncomingMessage) => {
        if (!request.url?.startsWith('/')) request.url = '/no-address/';
      });
    middlewares.use((request, response, next) => {
      const { url = '' } = request;
      request.url = asRouted(url);
      if (!isTool(url)) return next();
      response.statusCode = 404;
      response.end();
    });
    // Vite's own are there after this. The one that offers the project's files comes before the pages, and would forbid
    // `/models/...` and `/docs/images/...` where a folder of that name lies in the project.
    return () => {
      const kept = middlewares.stack.filter(({ handle }) => handle.name !== 'viteServeStaticMiddleware');
      middlewares.stack.splice(0, middlewares.stack.length, ...kept);
    };
  },
});

interface Resolving {
  resolve(id: string, importer: string | undefined, options: { skipSelf: true }): Promise<unknown>;
}

/** Neither a path nor an address nor one of a plugin's own modules. */
const isPackage = (id: string): boolean => /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/|$)/i.test(id);

/**
 * What Vite needs to know where the site lies inside of an installed package and Astro's project is another folder: packages that
 * nothing near the project brings are those that this program brings.
 * @param cacheDir a folder that can be written into.
 */
export const foundFromHere = (cacheDir: string) => ({
  // Vite's own would be in a folder of packages.
  cacheDir: join(cacheDir, 'vite'),
  plugins: [
    servedPaths(cacheDir),
    {
      name: 'rnn-atlas:packages',
      enforce: 'pre' as const,
      async resolveId(this: Resolving, id: string, importer: string | undefined) {
        if (!isPackage(id) || importer === here) return null;
        const found = await this.resolve(id, importer, { skipSelf: true });
        return found ?? this.resolve(id, here, { skipSelf: true });
      },
    },
  ],
  server: { fs: { allow: servedFolders(cacheDir) } },
  // A folder's own style settings are none of the site's.
  css: { postcss: {} },
});
