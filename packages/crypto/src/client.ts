import { CRYPTO_ERROR_CODES, CryptoError, type CryptoErrorCode } from './errors.js';
import { CRYPTO_METHODS, type CryptoMethod, type CryptoReply, type CryptoRequest } from './rpc.js';
import type { CryptoApi } from './types.js';

/** What a Worker, a MessagePort and a DedicatedWorkerGlobalScope have in common. */
export interface CryptoPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  /** A MessagePort must be started; a Worker has no such method. */
  start?(): void;
}

export interface CryptoClient extends CryptoApi {
  /** Rejects everything under way with WORKER_GONE; the caller then terminates the worker, and its keys are gone with it. */
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CryptoError): void;
}

function toCode(code: string): CryptoErrorCode {
  return CRYPTO_ERROR_CODES.find((known) => known === code) ?? 'INTERNAL';
}

/** Chunks are large, and what a passkey gave must not stay behind in the page: their memory is handed over instead of copied. */
const HANDED_OVER: ReadonlySet<CryptoMethod> = new Set(['sealChunk', 'openChunk', 'openVaultByPasskey', 'addPasskey']);

function transfersOf(method: CryptoMethod, argument: unknown): Transferable[] {
  if (!HANDED_OVER.has(method)) return [];
  return Object.values(argument ?? {}).flatMap((value: unknown) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : [],
  );
}

/**
 * Speaks to the crypto worker. Bytes given to `sealChunk`, `openChunk`, `openVaultByPasskey` and `addPasskey` are transferred, so
 * the caller's copy is empty afterwards.
 */
export function createCryptoClient(port: CryptoPort): CryptoClient {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone = false;

  function close(): void {
    gone = true;
    for (const { reject } of waiting.values()) reject(new CryptoError('WORKER_GONE'));
    waiting.clear();
  }

  function call(method: CryptoMethod, argument: unknown): Promise<unknown> {
    if (gone) return Promise.reject(new CryptoError('WORKER_GONE'));
    lastId += 1;
    const request: CryptoRequest = { id: lastId, method, argument };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      port.postMessage(request, transfersOf(method, argument));
    });
  }

  port.addEventListener('message', ({ data }: { readonly data: CryptoReply }) => {
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) entry?.resolve(data.value);
    else entry?.reject(new CryptoError(toCode(data.code)));
  });
  port.addEventListener('error', close);
  port.addEventListener('messageerror', close);
  port.start?.();

  const methods = CRYPTO_METHODS.map((method) => [method, (argument: unknown) => call(method, argument)] as const);
  // The list is checked against the interface below, so every method of it is there; Object.fromEntries cannot know that.
  return { ...(Object.fromEntries(methods) as unknown as CryptoApi), close };
}
