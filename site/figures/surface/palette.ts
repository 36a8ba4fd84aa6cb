/**
 * The colours of amplitudes: ordered in lightness, so that they stay in order for every eye and in print. On a light
 * page small is pale, on a dark one small is dark. Stops as in matplotlib's inferno (van der Walt & Smith 2015). Pure.
 */
const stops = [
  [20, 11, 53],
  [88, 15, 109],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
] as const;

/** Amplitudes are rounded to so many colours; finer differences cannot be seen. */
export const levels = 24;

/** The colour of a level, from 0 to `levels` - 1, as #rrggbb. */
export function levelColour(level: number, dark: boolean): string {
  const share = level / (levels - 1);
  const place = (dark ? share : 1 - share) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[index] ?? stops[0], stops[index + 1] ?? stops[0]];
  const channels = from.map((value, channel) => {
    const mixed = value + ((to[channel] ?? value) - value) * (place - index);
    return Math.round(mixed).toString(16).padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** The strip that marks a band, see-through: fill and opacity. */
export const bandColour = (dark: boolean): { fill: string; opacity: number } =>
  dark ? { fill: '#f28e63', opacity: 0.18 } : { fill: '#c2410c', opacity: 0.12 };
