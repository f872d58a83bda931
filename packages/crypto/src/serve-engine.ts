import type { CryptoPort } from './client.js';
import { CryptoError } from './errors.js';
import { CRYPTO_METHODS, type CryptoMethod, type CryptoReply, type CryptoRequest } from './rpc.js';
import type { CryptoApi } from './types.js';

/** Bytes of a chunk are made for this answer alone, so their memory may leave with it. */
function transfersOf(method: CryptoMethod, value: unknown): Transferable[] {
  if (method !== 'sealChunk' && method !== 'openChunk') return [];
  return Object.values(value ?? {}).flatMap((part: unknown) =>
    part instanceof Uint8Array && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
}

async function answer(engine: CryptoApi, { id, method, argument }: CryptoRequest): Promise<CryptoReply> {
  if (!CRYPTO_METHODS.includes(method)) return { id, ok: false, code: 'INTERNAL' };
  try {
    // Both sides are built from one list of methods; the argument was typed where it was given.
    const call = engine[method] as (given: unknown) => Promise<unknown>;
    return { id, ok: true, value: await call(argument) };
  } catch (error) {
    // Only the code crosses: a library's message may quote what it was working on.
    return { id, ok: false, code: error instanceof CryptoError ? error.code : 'INTERNAL' };
  }
}

/** Answers every request that arrives on this port from this engine, and nothing else. */
export function answerRequests(scope: CryptoPort, engine: CryptoApi): void {
  scope.addEventListener('message', ({ data }: { readonly data: CryptoRequest }) => {
    void answer(engine, data).then((reply) =>
      scope.postMessage(reply, reply.ok ? transfersOf(data.method, reply.value) : []),
    );
  });
  scope.start?.();
}
