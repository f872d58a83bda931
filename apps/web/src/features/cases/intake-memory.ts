import { useSyncExternalStore } from 'react';

import { EMPTY_INTAKE, type IntakeState } from './intake-form.js';

/**
 * What is being typed, outside the screen that shows it, so that another page of the app or the browser's back button loses
 * nothing. It is memory only: nothing unsealed is ever written to the device, and a reload begins anew.
 */
export interface IntakeMemory {
  readonly read: () => IntakeState;
  readonly change: (change: Partial<IntakeState>) => void;
  readonly clear: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createIntakeMemory(): IntakeMemory {
  const listeners = new Set<() => void>();
  let state = EMPTY_INTAKE;
  function set(next: IntakeState): void {
    state = next;
    for (const listener of listeners) listener();
  }
  return {
    read: () => state,
    change: (change) => set({ ...state, ...change }),
    clear: () => set(EMPTY_INTAKE),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const intakeMemory = createIntakeMemory();

export function useIntake(memory: IntakeMemory = intakeMemory): IntakeState {
  return useSyncExternalStore(memory.subscribe, memory.read);
}
