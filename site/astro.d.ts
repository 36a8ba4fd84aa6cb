/** What a page hands to the components that it renders. */
declare namespace App {
  interface Locals {
    /** The write-up that is being rendered; its experiment is null where it is about a sweep. */
    writeUp?: import('./words/write-up/begin.ts').WriteUp & {
      experiment: import('./words/experiment.ts').Experiment | null;
    };
  }
}

/** Components that are imported outside of Astro's own files; there tsc, which cannot read them, asks for a type. */
declare module '*.astro' {
  const component: import('astro/runtime/server/index.js').AstroComponentFactory;
  export default component;
}
