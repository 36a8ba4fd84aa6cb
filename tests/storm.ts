/** Requests that no browser sends: long, empty, binary, with many headers, slow, broken off, and with all but the token. */
import { connect } from 'node:net';
import type { Random } from '../runner/core/random.ts';

export interface Storm {
  sent: number;
  /** Answers by their status; 'none' where the line was cut. */
  answers: Record<string, number>;
  /** Of those, how many said what only the site says. */
  leaked: number;
}

const bytes = (length: number, draw: Random): Buffer => Buffer.from(Array.from({ length }, () => draw.below(256)));
const hex = (length: number, draw: Random): string => bytes(length / 2, draw).toString('hex');
const request = (line: string, headers = ''): string => `${line}\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;

/** By kind, so that each comes equally often. */
const kinds: readonly ((draw: Random, port: number) => string | Buffer)[] = [
  () => request('GET // HTTP/1.1'),
  () => request('GET ///x//y HTTP/1.1'),
  () => request('GET http://[ HTTP/1.1'),
  () => request('GET http://127.0.0.1/ HTTP/1.1'),
  () => request('OPTIONS * HTTP/1.1'),
  () => request('CONNECT 127.0.0.1:80 HTTP/1.1'),
  () => request('GET /%ff%00%zz?token=%ff HTTP/1.1'),
  () => request('GET /\\..\\..\\etc/passwd HTTP/1.1'),
  () => '',
  () => '\r\n\r\n\r\n\r\n',
  () => 'GET',
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  (draw) => bytes(1 + draw.below(2000), draw),
  (draw) => Buffer.concat([Buffer.from('GET /'), bytes(1 + draw.below(50), draw), Buffer.from(' HTTP/1.1\r\n\r\n')]),
  (draw) => request(`GET /${'a'.repeat(1 + draw.below(200_000))} HTTP/1.1`),
  (draw) => request('GET / HTTP/1.1', `X: ${'y'.repeat(1 + draw.below(200_000))}\r\n`),
  (draw) => request('GET / HTTP/1.1', 'A: b\r\n'.repeat(draw.below(5000))),
  (draw) => request(`GET /?token=${hex(32, draw)} HTTP/1.1`),
  (draw, port) => request('GET / HTTP/1.1', `Cookie: rnn-atlas-${port}=${hex(32, draw)}\r\n`),
  (_, port) => request('GET / HTTP/1.1', `Cookie: ${`rnn-atlas-${port}; =; ;`.repeat(400)}\r\n`),
  () => request('GET / HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
  () => request('GET // HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
  () => request('POST / HTTP/1.1', 'Transfer-Encoding: chunked\r\n').concat('zz\r\nbroken'),
  () => request('POST / HTTP/1.1', 'Content-Length: 99999999999\r\n').concat('x'.repeat(50_000)),
  () => request('GET / HTTP/1.1', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'),
  () => 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50),
];

/**
 * @param siteWords what only an answer of the site itself holds.
 * @param slowest milliseconds that one connection is kept when nothing is answered.
 */
export async function storm(
  port: number,
  { count, draw, siteWords, slowest }: { count: number; draw: Random; siteWords: string; slowest: number },
): Promise<Storm> {
  const found: Storm = { sent: 0, answers: {}, leaked: 0 };
  const one = async (): Promise<void> => {
    const make = kinds[found.sent % kinds.length] ?? (() => '');
    found.sent++;
    const answer = await said(port, {
      what: make(draw, port),
      slow: draw.below(10) === 0,
      broken: draw.below(10) === 0,
      slowest,
    });
    const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 'none';
    found.answers[status] = (found.answers[status] ?? 0) + 1;
    if (answer.includes(siteWords)) found.leaked++;
  };
  const lane = async (): Promise<void> => {
    while (found.sent < count) await one();
  };
  await Promise.all(Array.from({ length: 40 }, lane));
  return found;
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
