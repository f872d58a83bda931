import { useSyncExternalStore } from 'react';

/** Which case this window shows. In memory only: no address, no history and no disk holds the id of a case. */
const listeners = new Set<() => void>();
let openCaseId: string | null = null;

export function openCase(caseId: string | null): void {
  openCaseId = caseId;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOpenCase(): string | null {
  return useSyncExternalStore(subscribe, () => openCaseId);
}
