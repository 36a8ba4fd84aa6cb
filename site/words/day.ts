/** '28 November 2026', in world time. Pure. */
export const day = (date: Date | string): string =>
  new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
