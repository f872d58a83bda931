import type { PeopleRefusal } from '@sos/domain';

/** Done now, waiting for a second person, or refused with the code of why. */
export type PeopleOutcome =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'proposed'; readonly id: string; readonly expiresAt: Date }
  | { readonly kind: 'refused'; readonly code: PeopleRefusal };

/** Thrown inside a transaction, so that whatever was begun there is undone with it. */
class Refusal extends Error {
  constructor(readonly code: PeopleRefusal) {
    super(code);
  }
}

export function refuse(code: PeopleRefusal): never {
  throw new Refusal(code);
}

export const done = (id: string): PeopleOutcome => ({ kind: 'done', id });

/** What the work answers, or why it was refused. Any other error goes on its way. */
export async function outcomeOf(work: () => Promise<PeopleOutcome>): Promise<PeopleOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code };
    throw error;
  }
}
