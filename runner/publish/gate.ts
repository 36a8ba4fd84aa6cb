/**
 * A gate before the development server, for when others on the network are to see it: who has the token in the address is
 * let through, and nobody else sees a byte of the site. What may be read behind it the server itself decides
 * (site/data/served-paths.ts); it listens on this machine alone. Whatever comes is answered, or its line is cut: nothing ends
 * the gate. Imports nothing of the project.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Duplex, pipeline } from 'node:stream';

export interface Gate {
  /** Where it can be reached, each with the token: 'http://192.168.0.7:4321/?token=...' */
  addresses: string[];
  port: number;
  close(): void;
}

export interface GateOptions {
  /** Where it listens: '0.0.0.0' is every network of this machine. */
  host: string;
  /** 0 takes any that is free. */
  port: number;
  /** The port on this machine behind the gate. */
  behind: number;
  /** Under which the site's pages lie, with both slashes. */
  base?: string;
  token?: string;
}

const loopback = '127.0.0.1';
/** Who sends a request this slowly, milliseconds, is no browser; and how many may be connected at once. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2000,
  maxConnections: 1000,
};

const refusals = {
  400: 'This is no address of a page.\n',
  403: 'Open the whole address that the command printed which serves this site: it ends in a token.\n',
  405: 'Pages are only read here.\n',
  502: 'The site is not responding.\n',
} as const;

/** @throws the system's error when it cannot listen there. */
export async function openGate({ host, port, behind, base = '/', token = newToken() }: GateOptions): Promise<Gate> {
  const { maxConnections, ...timeouts } = limits;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const address = addressOf(request);
    if (address === null) return refuse(response, 400);
    const given = address.searchParams.get('token');
    if (given !== null && same(given, token)) return welcome(address, response, { token, port: portOf() });
    if (!isKnown(request, token, portOf())) return refuse(response, 403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    passOn(request, response, behind);
  };
  const server = createServer(timeouts, (request, response) => {
    try {
      answer(request, response);
    } catch {
      // Node refuses to pass on what it has read itself.
      refuse(response, 400);
    }
  });
  server.maxConnections = maxConnections;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (addressOf(request) === null) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else if (isKnown(request, token, portOf())) tunnel(request, socket, { head, behind });
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    addresses: hostsOf(host).map((each) => `http://${each}:${portOf()}${base}?token=${token}`),
    port: portOf(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const newToken = (): string => randomBytes(16).toString('hex');

/** What a browser asks for begins with one slash; anything else is null. */
function addressOf({ url = '' }: IncomingMessage): URL | null {
  return /^\/(?![/\\])/.test(url) ? URL.parse(`http://localhost${url}`) : null;
}

/** Ends the connection too, so that nothing more of the request is read. */
function refuse(response: ServerResponse, code: keyof typeof refusals): void {
  if (!response.headersSent) {
    response.writeHead(code, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
  }
  response.end(refusals[code]);
}

/** Takes equally long whatever is given. */
function same(given: string, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

/** Cookies do not tell ports apart: two gates on one machine have names of their own. */
const cookieName = (port: number): string => `rnn-atlas-${port}`;

/** The browser keeps the token, and the address bar does not. */
function welcome(address: URL, response: ServerResponse, { token, port }: { token: string; port: number }): void {
  address.searchParams.delete('token');
  response.writeHead(302, {
    location: `${address.pathname}${address.search}`,
    'set-cookie': `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end();
}

function isKnown({ headers: { cookie = '' } }: IncomingMessage, token: string, port: number): boolean {
  const pairs = cookie.split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.some(([name, value = '']) => name === cookieName(port) && same(value, token));
}

/** As a visitor on this machine would ask. */
function headersBehind({ headers }: IncomingMessage, behind: number): IncomingMessage['headers'] {
  const origin = headers.origin === undefined ? {} : { origin: `http://localhost:${behind}` };
  return { ...headers, ...origin, host: `localhost:${behind}` };
}

function passOn(request: IncomingMessage, response: ServerResponse, behind: number): void {
  const { method, url: path } = request;
  const onward = requestOf(
    { host: loopback, port: behind, method, path, headers: headersBehind(request, behind) },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      // Either side may go in the middle of an answer, and takes the other along.
      pipeline(answer, response, () => {});
    },
  );
  onward.on('error', () => (response.headersSent ? response.destroy() : refuse(response, 502)));
  response.on('close', () => onward.destroy());
  pipeline(request, onward, () => {});
}

/** A WebSocket, by which the development server tells pages of changes. */
function tunnel(request: IncomingMessage, socket: Duplex, { head, behind }: { head: Buffer; behind: number }): void {
  const onward = connect(behind, loopback, () => {
    const lines = Object.entries(headersBehind(request, behind)).flatMap(([name, value]) =>
      [value ?? []].flat().map((each) => `${name}: ${each}`),
    );
    onward.write(`${[`${request.method} ${request.url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}

/** The names under which others reach a machine that listens there. */
function hostsOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host];
  const found = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  return found.length > 0 ? found : [loopback];
}
