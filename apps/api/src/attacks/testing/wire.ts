import { connect } from 'node:net';

/** Sends these bytes and nothing else, and gives back whatever came until the line was closed or had been quiet for a moment. */
export function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(100, () => socket.destroy());
    socket.on('data', (data) => (answer += data.toString('latin1')));
    // The other side may close while we still write: what it said before is the answer.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

/** The status of each answer on one line: a smuggled request would be answered too. */
export function statusesIn(answer: string): readonly number[] {
  return [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}

const CRLF = '\r\n';
const HOST = 'host: localhost';
const HIDDEN = `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}${CRLF}`;
const post = (lines: readonly string[], body: string): string =>
  ['POST /graphql HTTP/1.1', HOST, 'content-type: application/json', ...lines, '', body].join(CRLF);

/** Requests that two servers in a row could read as one or as two. None may be read as anything but refused. */
export const SMUGGLING: readonly (readonly [name: string, bytes: string])[] = [
  ['a length and chunks', post(['content-length: 4', 'transfer-encoding: chunked'], `0${CRLF}${CRLF}${HIDDEN}`)],
  ['chunks and a length', post(['transfer-encoding: chunked', 'content-length: 6'], `0${CRLF}${CRLF}${HIDDEN}`)],
  ['two lengths that differ', post(['content-length: 0', `content-length: ${HIDDEN.length}`], HIDDEN)],
  ['two lengths that agree', post(['content-length: 2', 'content-length: 2'], `{}`)],
  ['a length with a sign', post(['content-length: +2'], '{}')],
  ['a negative length', post(['content-length: -1'], '{}')],
  ['a length in sixteens', post(['content-length: 0x2'], '{}')],
  ['a length of two numbers', post(['content-length: 2, 2'], '{}')],
  ['a length without end', post([`content-length: ${'9'.repeat(30)}`], '{}')],
  ['chunks under another name', post(['transfer-encoding: xchunked'], `0${CRLF}${CRLF}${HIDDEN}`)],
  ['chunks twice', post(['transfer-encoding: chunked', 'transfer-encoding: chunked'], `0${CRLF}${CRLF}${HIDDEN}`)],
  ['chunks, then something else', post(['transfer-encoding: chunked, identity'], `0${CRLF}${CRLF}${HIDDEN}`)],
  [
    'a tab before chunks, and a length',
    post(['transfer-encoding:\tchunked', 'content-length: 3'], `0${CRLF}${CRLF}${HIDDEN}`),
  ],
  ['a space before the colon', post(['transfer-encoding : chunked', 'content-length: 2'], `{}${HIDDEN}`)],
  ['a header over two lines', post(['transfer-encoding:', ' chunked', 'content-length: 2'], `{}${HIDDEN}`)],
  ['a folded host', `GET /healthz HTTP/1.1${CRLF}host: localhost${CRLF} evil.example${CRLF}${CRLF}`],
  ['a size of a chunk that is none', post(['transfer-encoding: chunked'], `zz${CRLF}{}${CRLF}0${CRLF}${CRLF}`)],
  ['a size of a chunk that is too large', post(['transfer-encoding: chunked'], `${'f'.repeat(20)}${CRLF}{}`)],
  ['a line that ends in half', `GET /healthz HTTP/1.1\n${HOST}\nx: y\n\n`],
  ['a line break in a header', `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}x: a\rb: c${CRLF}${CRLF}`],
  ['a zero byte in a header', `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}x: a\u0000b${CRLF}${CRLF}`],
  ['a zero byte in the address', `GET /heal\u0000thz HTTP/1.1${CRLF}${HOST}${CRLF}${CRLF}`],
  ['a header without a name', `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}: x${CRLF}${CRLF}`],
  ['no host', `GET /healthz HTTP/1.1${CRLF}${CRLF}`],
  ['two hosts', `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}host: evil.example${CRLF}${CRLF}`],
  ['a version that is none', `GET /healthz HTTP/9.9${CRLF}${HOST}${CRLF}${CRLF}`],
  ['a method that is none', `GE(T /healthz HTTP/1.1${CRLF}${HOST}${CRLF}${CRLF}`],
  ['the preface of HTTP/2', `PRI * HTTP/2.0${CRLF}${CRLF}SM${CRLF}${CRLF}`],
  ['a tunnel', `CONNECT localhost:22 HTTP/1.1${CRLF}host: localhost:22${CRLF}${CRLF}`],
  ['a proxy’s address', `GET http://169.254.169.254/latest/ HTTP/1.1${CRLF}${HOST}${CRLF}${CRLF}`],
  ['a trace of one’s own headers', `TRACE /healthz HTTP/1.1${CRLF}${HOST}${CRLF}cookie: secret${CRLF}${CRLF}`],
  [
    'forty thousand bytes of headers',
    `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}x: ${'y'.repeat(40_000)}${CRLF}${CRLF}`,
  ],
  ['nearly two thousand headers', `GET /healthz HTTP/1.1${CRLF}${HOST}${CRLF}${`a: b${CRLF}`.repeat(1_900)}${CRLF}`],
];

/** Addresses that would lead out of what is served. */
export const PATHS: readonly string[] = [
  '/assets/../operations.json',
  '/assets/../../operations.json',
  '/assets/%2e%2e/operations.json',
  '/assets/%2e%2e%2f%2e%2e%2foperations.json',
  '/assets/..%2f..%2foperations.json',
  '/assets/..%5c..%5coperations.json',
  '/assets/..\\..\\operations.json',
  '/assets/%252e%252e%252foperations.json',
  '/assets/%c0%ae%c0%ae/operations.json',
  '/assets/....//....//operations.json',
  '/assets/.%00./operations.json',
  '/assets/part.js%00.html',
  '/assets//etc/passwd',
  '/assets/%2fetc%2fpasswd',
  '//operations.json',
  '/..;/operations.json',
  '/operations.json',
  '/package.json',
  '/.env',
  '/.git/config',
  '/.vite/manifest.json',
  '/app.html',
  '/%2e%2e/package.json',
  '/.well-known/../.env',
  '/.well-known/%2e%2e/%2e%2e/package.json',
  '/demo/mailbox/../../.env',
  '/embed/../.env',
  '/embed/%2e%2e%2fpackage.json',
  'file:///etc/passwd',
];
