/** The thread in which a pattern is matched: it says that it is there, answers, and may be stopped meanwhile. */
import { matchPattern } from './pattern.ts';

self.addEventListener('message', ({ data }: MessageEvent<{ pattern: string; tokens: string[] }>) =>
  self.postMessage(matchPattern(data.pattern, data.tokens)),
);
self.postMessage('ready');
