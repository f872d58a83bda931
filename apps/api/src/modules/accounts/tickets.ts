import { randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { Clock, SpentTokens, Vaulted } from '../../platform/platform.types.js';

/** What a ticket is for is part of its key: one step's ticket is nothing at another. */
export type TicketUse =
  'second-factor' | 'passkey.signIn' | 'passkey.prove' | 'passkey.reset' | 'passkey.add' | 'totp.add';

const LONGEST = 2000;
const envelopeSchema = z.strictObject({ v: z.literal(1), id: z.string(), until: z.int(), data: z.unknown() });

export interface OpenedTicket<Data> {
  readonly data: Data;
  /** @returns false when it was used before. */
  spend(): Promise<boolean>;
}

/** Steps of signing in that the client carries from one request to the next: sealed, short-lived, and where it matters used once. */
export interface Tickets {
  issue(use: TicketUse, data: object, minutes: number): string;
  /** Null: not ours, for another use, or too late. */
  open<Data>(use: TicketUse, ticket: string, schema: z.ZodType<Data>): OpenedTicket<Data> | null;
}

function parseJson(bytes: Buffer): unknown {
  // Sealed by us: it is JSON.
  return JSON.parse(bytes.toString('utf8'));
}

export function createTickets({
  vaulted,
  clock,
  spentTokens,
}: {
  readonly vaulted: Vaulted;
  readonly clock: Clock;
  readonly spentTokens: SpentTokens;
}): Tickets {
  return {
    issue(use, data, minutes) {
      const until = clock.now().getTime() + minutes * 60_000;
      return vaulted
        .seal(`ticket.${use}`, Buffer.from(JSON.stringify({ v: 1, id: randomUUID(), until, data })))
        .toString('base64url');
    },
    open(use, ticket, schema) {
      if (ticket.length > LONGEST) return null;
      const bytes = vaulted.unseal(`ticket.${use}`, Buffer.from(ticket, 'base64url'));
      if (!bytes) return null;
      const { id, until, data } = envelopeSchema.parse(parseJson(bytes));
      if (clock.now().getTime() >= until) return null;
      // By what it says and not by its spelling: base64url can be written in more than one way.
      return { data: schema.parse(data), spend: () => spentTokens.spend(`ticket ${id}`, new Date(until)) };
    },
  };
}
