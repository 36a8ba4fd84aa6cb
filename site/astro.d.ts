/** What a page hands to the components that it renders. */
declare namespace App {
  interface Locals {
    /** The write-up that is being rendered. */
    writeUp?: import('./words/write-up/begin.ts').WriteUp;
  }
}

/** Components that are imported outside of Astro's own files; there tsc, which cannot read them, asks for a type. */
declare module '*.astro' {
  const component: import('astro/runtime/server/index.js').AstroComponentFactory;
  export default component;
}
