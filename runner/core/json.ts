/** What a text says as JSON; null of one that is none, as a line that was cut off. Pure. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
