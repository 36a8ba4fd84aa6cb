/** Paths of the numbers that PyTorch made. */
export const fixture = (path: string): string => new URL(`../../fixtures/reference/${path}`, import.meta.url).pathname;
