import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';

export interface StepUp {
  /**
   * Asks the person to show again who they are, on top of whatever is open. @returns false when they would rather not.
   * For what goes by other ways than GraphQL; operations of GraphQL ask by themselves.
   */
  readonly ask: () => Promise<boolean>;
  readonly isAsked: () => boolean;
  readonly settle: (proven: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Asked by the network layer, answered in the layout's dialog; whoever asks while it is open waits for the same answer. */
export function createStepUp(): StepUp {
  const listeners = new Set<() => void>();
  let open: Promise<boolean> | null = null;
  let answer: (proven: boolean) => void = () => undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    ask() {
      if (open) return open;
      open = new Promise((resolve) => (answer = resolve));
      tell();
      return open;
    },
    isAsked: () => open !== null,
    settle(proven) {
      open = null;
      answer(proven);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const StepUpContext = createContext<StepUp>(createStepUp());

export function StepUpProvider({ stepUp, children }: { stepUp: StepUp; children: ReactNode }) {
  return <StepUpContext value={stepUp}>{children}</StepUpContext>;
}

export function useStepUp(): StepUp {
  return useContext(StepUpContext);
}

export function useIsAskedToProve(stepUp: StepUp): boolean {
  return useSyncExternalStore(stepUp.subscribe, stepUp.isAsked, () => false);
}
