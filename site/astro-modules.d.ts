/** Components that are imported outside of Astro's own files; there tsc, which cannot read them, asks for a type. */
declare module '*.astro' {
  const component: import('astro/runtime/server/index.js').AstroComponentFactory;
  export default component;
}
