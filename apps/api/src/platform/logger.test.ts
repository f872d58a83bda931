import { createLogger } from './logger.js';

const SECRETS = [
  'ana@people.example',
  'AaIFaPuyo9Lg7QixSIeicEtMgXuGQwf3eNWa7ZUJi1k',
  '203.0.113.7 is where',
  'Ana Pérez',
];

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ write: (line) => void lines.push(line) }));
  return lines.join('');
}

test('an event keeps its name, ids, codes, counts', () => {
  const line = logged((logger) =>
    logger.info('mail.sent', { id: '33d9fc9a-87cc-4889-b76e-550aed1e813d', code: 'SMTP_250', ms: 12, again: false }),
  );
  expect(JSON.parse(line)).toMatchObject({
    event: 'mail.sent',
    id: '33d9fc9a-87cc-4889-b76e-550aed1e813d',
    code: 'SMTP_250',
    ms: 12,
    again: false,
  });
});

test.each(SECRETS)(
  '«%s» never lands in the log, as a field, in a message, a cause, a stack or a thrown string',
  (secret) => {
    class Odd extends Error {
      readonly code = secret;
      readonly address = secret;
    }
    const disguised = new Error(`first line\n    at ${secret} (/srv/app.js:1:1)\n    at x (${secret}:1:1)`);
    const text = logged((logger) => {
      logger.info('x', { field: secret });
      logger.warn('x', { field: secret });
      logger.error('x', new Error(secret, { cause: new Error(secret) }), { field: secret });
      logger.error('x', new Odd(secret));
      logger.error('x', disguised);
      logger.error('x', secret);
      logger.error('x', { message: secret });
    });
    expect(text).not.toContain(secret);
    expect(text).not.toContain('people.example');
  },
);

test('an error says its class, its code and where it happened', () => {
  const line = logged((logger) =>
    logger.error('job.failed', Object.assign(new RangeError('secret'), { code: 'ECONNREFUSED' })),
  );
  expect(JSON.parse(line)).toMatchObject({
    error: {
      class: 'RangeError',
      code: 'ECONNREFUSED',
      frames: expect.arrayContaining([expect.stringMatching(/logger\.test\.ts:\d+:\d+/)]),
    },
  });
});
