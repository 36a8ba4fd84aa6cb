/**
 * The page that watches trainings, and what it asks for: only in the development server. An integration of Astro.
 * `watch/data/` lists the runs, `watch/data/<run>/?neuron=<number>` shows one; both as HTML.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

type Next = (error?: unknown) => void;
interface Server {
  middlewares: { use(handler: (request: IncomingMessage, response: ServerResponse, next: Next) => void): void };
}
interface Setup {
  command: string;
  injectRoute(route: { pattern: string; entrypoint: URL; prerender: boolean }): void;
}

export const watch = (base: string) => ({
  name: 'rnn-atlas:watch',
  hooks: {
    'astro:config:setup': ({ command, injectRoute }: Setup) => {
      if (command !== 'dev') return;
      injectRoute({ pattern: '/watch', entrypoint: new URL('./_watch.astro', import.meta.url), prerender: true });
    },
    'astro:server:setup': ({ server }: { server: Server }) => {
      server.middlewares.use((request, response, next) => {
        const asked = askedOf(request.url ?? '', base);
        if (asked === null) return next();
        answer(asked).then((html) => {
          response.statusCode = html === null ? 404 : 200;
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.setHeader('Cache-Control', 'no-store');
          response.end(html ?? '<p class="nothing">There is no such training.</p>');
        }, next);
      });
    },
  },
});

interface Asked {
  /** Empty: all. */
  run: string;
  neuron: number | null;
}

/** Null for every other address. */
export function askedOf(address: string, base: string): Asked | null {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const data = 'watch/data/';
  // The server may have taken the base path off.
  const place = [`${base.replace(/\/*$/, '/')}${data}`, `/${data}`].find((each) => pathname.startsWith(each));
  if (place === undefined) return null;
  const neuron = searchParams.get('neuron') ?? '';
  try {
    const run = decodeURIComponent(pathname.slice(place.length).replace(/\/$/, ''));
    return { run, neuron: /^\d{1,6}$/.test(neuron) ? Number(neuron) : null };
  } catch {
    // Broken escapes name no run.
    return { run: '.', neuron: null };
  }
}

async function answer({ run, neuron }: Asked): Promise<string | null> {
  // When it is asked for: a build needs none of it.
  const [{ watchedRuns, watchedTraining }, { runsHtml, trainingHtml }] = await Promise.all([
    import('../data/watch.ts'),
    import('../figures/watch-html.ts'),
  ]);
  if (run === '') return runsHtml(await watchedRuns());
  const training = await watchedTraining(run, neuron);
  return training === null ? null : trainingHtml(training);
}
