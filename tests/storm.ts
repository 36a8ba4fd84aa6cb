/** Requests that no browser sends: long, empty, binary, with many headers, slow, broken off. */
import { connect } from 'node:net';
import type { Random } from '../runner/core/random.ts';

const bytes = (length: number, draw: Random): Buffer => Buffer.from(Array.from({ length }, () => draw.below(256)));
const request = (line: string, headers = ''): string => `${line}\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;
const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

/** By kind, so that each comes equally often. */
const kinds: readonly ((draw: Random) => string | Buffer)[] = [
  ...String.raw`// ///x//y /\ /% /%00 /..%2f..%2fx /?% /# * x http://[ http://x http://x//`
    .split(' ')
    .map((target) => () => request(`GET ${target} HTTP/1.1`)),
  ...['HEAD / ', 'POST // ', 'OPTIONS * ', 'CONNECT 127.0.0.1:80 ', 'PRI * '].map(
    (line) => () => request(`${line}HTTP/1.1`),
  ),
  () => request('GET /%ff%00%zz?x=%ff HTTP/1.1'),
  () => '',
  () => '\r\n\r\n\r\n\r\n',
  () => 'GET',
  (draw) => bytes(1 + draw.below(2000), draw),
  (draw) => Buffer.concat([Buffer.from('GET /'), bytes(1 + draw.below(50), draw), Buffer.from(' HTTP/1.1\r\n\r\n')]),
  (draw) => request(`GET /${'a'.repeat(1 + draw.below(200_000))} HTTP/1.1`),
  (draw) => request('GET / HTTP/1.1', `X: ${'y'.repeat(1 + draw.below(200_000))}\r\n`),
  (draw) => request('GET / HTTP/1.1', 'A: b\r\n'.repeat(draw.below(5000))),
  () => request('GET / HTTP/1.1', upgrade),
  () => request('GET // HTTP/1.1', upgrade),
  () => request('POST / HTTP/1.1', 'Transfer-Encoding: chunked\r\n').concat('zz\r\nbroken'),
  () => request('POST / HTTP/1.1', 'Content-Length: 99999999999\r\n').concat('x'.repeat(50_000)),
  () => request('GET / HTTP/1.1', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'),
  () => request('GET / HTTP/1.1', 'Range: bytes=9-1\r\n'),
  () => 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50),
];

/**
 * @param slowest milliseconds that one connection is kept when nothing is answered.
 * @returns how often each status was answered; 'none': the line was cut.
 */
export async function storm(
  port: number,
  { count, draw, slowest }: { count: number; draw: Random; slowest: number },
): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < count) {
      const what = kinds[sent++ % kinds.length]?.(draw) ?? '';
      const answer = await said(port, { what, slow: draw.below(10) === 0, broken: draw.below(10) === 0, slowest });
      const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 'none';
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 40 }, lane));
  return answers;
}

interface Said {
  what: string | Buffer;
  /** Byte by byte at first, and never the rest. */
  slow: boolean;
  /** Reset in the middle. */
  broken: boolean;
  slowest: number;
}

/** All that comes back until either side ends. */
const said = (port: number, { what, slow, broken, slowest }: Said): Promise<string> =>
  new Promise((done) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => {
      if (!slow) socket.write(what);
      else for (const byte of what.slice(0, 20)) socket.write(typeof byte === 'string' ? byte : Buffer.of(byte));
      if (broken) setTimeout(() => socket.resetAndDestroy(), 2);
    });
    socket.setTimeout(slow ? slowest / 4 : slowest, () => socket.destroy());
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => done(heard));
  });
