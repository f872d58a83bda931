import type { CryptoPort } from '@sos/crypto';
import { serveEngine } from '@sos/crypto/engine';

import type { TerminablePort } from '../platform/crypto/crypto-host.js';

type Listener = (event: MessageEvent) => void;

/** The real engine behind the port a worker would have, in the test's own thread. */
export function createEnginePort(): TerminablePort {
  const [page, engine] = [new Set<Listener>(), new Set<Listener>()];
  let ended = false;
  function portTo(others: Set<Listener>, own: Set<Listener>): CryptoPort {
    return {
      postMessage(data) {
        queueMicrotask(() => {
          if (ended) return;
          for (const listener of others) listener({ data } as MessageEvent); // all that either side reads of an event
        });
      },
      addEventListener(type: string, listener: (event: never) => void) {
        if (type === 'message') own.add(listener as Listener); // the overload for messages is the only one kept
      },
    };
  }
  serveEngine(portTo(page, engine));
  return {
    ...portTo(engine, page),
    terminate() {
      ended = true;
    },
  };
}
