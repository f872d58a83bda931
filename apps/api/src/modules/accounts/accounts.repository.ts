import type { Database } from '@sos/database';

import type { Clock } from '../../platform/platform.types.js';
import { createSessions, loadViewer } from '../../platform/session.js';
import type { Proof, Viewer } from '../../platform/viewer.js';

export interface PasswordHolder {
  readonly accountId: string;
  readonly passwordHash: string;
}

export interface AccountRepository {
  /** Whose password counts for this address: nobody's when the account is suspended. @param email in its canonical form. */
  findPasswordHolder(email: string): Promise<PasswordHolder | null>;
  /** Null when the account is suspended or gone. */
  findViewer(accountId: string, proof: Proof): Promise<Viewer | null>;
  openSession(accountId: string, replaces: string | null): Promise<{ token: string; expiresAt: Date; proof: Proof }>;
  endSession(token: string): Promise<void>;
}

export function createAccountRepository(database: Database, clock: Clock): AccountRepository {
  const sessions = createSessions(database, clock);
  return {
    async findPasswordHolder(email) {
      const credential = await database.prisma.credential.findFirst({
        where: { kind: 'password', account: { email, status: 'active' } },
        orderBy: { createdAt: 'desc' },
        select: { secret: true, accountId: true },
      });
      return credential && { accountId: credential.accountId, passwordHash: credential.secret };
    },
    findViewer: (accountId, proof) => loadViewer(database, accountId, proof, clock.now()),
    openSession: (accountId, replaces) => sessions.open(accountId, replaces),
    endSession: (token) => sessions.end(token),
  };
}
