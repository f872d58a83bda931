import { useEffect, useSyncExternalStore } from 'react';

import { useViewer } from '../../platform/session.js';
import { createOutbox } from './outbox.js';
import { createOutboxRunner, type OutboxState } from './outbox-runner.js';

/** One outbox for the window: two would send the same thing at the same time. */
export const caseOutbox = createOutbox();
export const outboxRunner = createOutboxRunner(caseOutbox);

const AGAIN_MS = 20_000;

/** What waits on this device, sent again whenever there may be a connection. */
export function useOutbox(): OutboxState {
  const { id } = useViewer();
  const state = useSyncExternalStore(outboxRunner.subscribe, outboxRunner.read);
  useEffect(() => {
    const flush = (): void => void outboxRunner.flush(id);
    flush();
    window.addEventListener('online', flush);
    const timer = setInterval(() => {
      if (outboxRunner.read().items.length > 0) flush();
    }, AGAIN_MS);
    return () => {
      window.removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [id]);
  return state;
}
