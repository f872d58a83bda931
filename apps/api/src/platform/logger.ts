import pino, { type DestinationStream } from 'pino';

import { isError } from './is-error.js';
import type { Logger } from './platform.types.js';

type Fields = Readonly<Record<string, string | number | boolean>>;

/** An event is a name we wrote, a value an id or a code: anything longer, or of another alphabet, is data somebody passed by mistake. */
const SAFE_VALUE = /^[A-Za-z0-9_.:-]{0,40}$/;
const FRAME = /^ {4}at [\w$.<>[\] ]*\(?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\n@]*:\d+:\d+\)?$/;
const MOST_FRAMES = 12;

function withoutData(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value !== 'string' || SAFE_VALUE.test(value) ? value : '[withheld]',
    ]),
  );
}

/** The frames alone. The message comes first in `stack`, may hold line breaks, and may quote what a person sent. */
function framesOf(error: Error): string[] {
  const { stack = '', message } = error;
  const start = stack.indexOf(message);
  const afterMessage = start < 0 ? stack : stack.slice(start + message.length);
  return afterMessage
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim());
}

function describe(error: unknown): Record<string, unknown> {
  if (!isError(error)) return { class: typeof error };
  const code =
    'code' in error && typeof error.code === 'string' && SAFE_VALUE.test(error.code) ? { code: error.code } : {};
  return { class: error.constructor.name, ...code, frames: framesOf(error) };
}

/** Events only: a log that holds no message, body, address or token cannot give one away. */
export function createLogger(destination?: DestinationStream): Logger {
  const options = { base: null, messageKey: 'event', timestamp: pino.stdTimeFunctions.isoTime };
  const log = destination ? pino(options, destination) : pino(options);
  return {
    info: (event, fields = {}) => log.info(withoutData(fields), event),
    warn: (event, fields = {}) => log.warn(withoutData(fields), event),
    error: (event, error, fields = {}) => log.error({ ...withoutData(fields), error: describe(error) }, event),
  };
}
