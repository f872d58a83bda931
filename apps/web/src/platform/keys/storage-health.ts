import { readRosterPin } from './key-database.js';

/** `refused`: a private window, storage turned off, or none left. What is kept may then be gone with the window. */
export type StorageHealth = 'kept' | 'may_be_cleared' | 'refused';

/** The parts of the browser's storage manager that not every browser has. */
type Manager = Partial<Pick<StorageManager, 'persist' | 'persisted'>>;

function manager(): Manager {
  return (navigator as { storage?: Manager }).storage ?? {}; // absent without a secure context
}

/** Whether this browser keeps anything at all, found out before somebody depends on it. Asks for nothing. */
export async function storageHealth(): Promise<StorageHealth> {
  try {
    await readRosterPin();
  } catch {
    return 'refused';
  }
  const persisted = await manager()
    .persisted?.()
    .catch(() => false);
  return persisted === true ? 'kept' : 'may_be_cleared';
}

/**
 * Asks the browser not to clear what it keeps for us when it runs short. It may say no; nothing depends on it, and nobody waits:
 * Firefox asks the person, and answers only when they do.
 */
export function askToPersist(): void {
  manager()
    .persist?.()
    .catch(() => false);
}
