/** The page that watches trainings: only in the development server, which renders it anew whenever it is asked for. An integration of Astro. */
interface Setup {
  command: string;
  injectRoute(route: { pattern: string; entrypoint: URL; prerender: boolean }): void;
}

export const watch = () => ({
  name: 'rnn-atlas:watch',
  hooks: {
    'astro:config:setup': ({ command, injectRoute }: Setup) => {
      if (command !== 'dev') return;
      injectRoute({ pattern: '/watch', entrypoint: new URL('./_watch.astro', import.meta.url), prerender: false });
    },
  },
});
