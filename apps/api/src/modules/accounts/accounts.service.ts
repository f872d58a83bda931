import { emailSchema, LIMITS } from '@sos/domain';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

import { hashPassword, verifyPassword } from '../../platform/passwords.js';
import type { Logger, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { AccountRepository } from './accounts.repository.js';

export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly viewer: Viewer; readonly token: string; readonly expiresAt: Date }
  | { readonly kind: 'failed' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

const commandSchema = z.object({ email: emailSchema, password: z.string().min(1).max(LIMITS.password) });

/** From one network, over all addresses: somebody who tries a list. An office behind one address stays far below. */
const PER_NETWORK = { count: 60, seconds: 15 * 60 };
/** One address from one network: who guesses locks out only their own network. */
const PER_PAIR = { count: 8, seconds: 15 * 60 };
/** One address from everywhere: so high that a stranger needs many networks to reach it, and then it holds for an hour at most. */
const PER_ADDRESS = { count: 120, seconds: 60 * 60 };

export interface AccountsParts {
  readonly accounts: AccountRepository;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
}

export class AccountsService {
  /** Verified against when there is no such account, so that both answers take the same work. */
  private readonly decoy = hashPassword(randomBytes(32).toString('base64'));

  constructor(private readonly parts: AccountsParts) {}

  /**
   * An unknown address, a wrong password and a suspended account are one outcome and cost the same.
   * @param replaces the session that was presented: it ends, so that nobody who planted it rides along.
   */
  async signIn(
    command: { email: string; password: string },
    networkKey: string,
    replaces: string | null,
  ): Promise<SignInOutcome> {
    const { accounts, logger } = this.parts;
    const parsed = commandSchema.safeParse(command);
    const { email, password } = parsed.success ? parsed.data : { email: '', password: '' };
    const retryAfterSeconds = await this.countAttempt(email, networkKey);
    if (retryAfterSeconds !== null) {
      logger.warn('sign_in.limited');
      return { kind: 'tooMany', retryAfterSeconds };
    }
    const holder = await accounts.findPasswordHolder(email);
    const matches = await verifyPassword(holder?.passwordHash ?? (await this.decoy), password);
    if (!holder || !matches) {
      logger.info('sign_in.failed');
      return { kind: 'failed' };
    }
    const { proof, ...session } = await accounts.openSession(holder.accountId, replaces);
    const viewer = await accounts.findViewer(holder.accountId, proof);
    // Suspended in this very moment: the session was opened for nobody, and opens nothing.
    return viewer ? { kind: 'signedIn', viewer, ...session } : { kind: 'failed' };
  }

  async signOut(token: string): Promise<void> {
    await this.parts.accounts.endSession(token);
  }

  private async countAttempt(email: string, networkKey: string): Promise<number | null> {
    const { rateLimits } = this.parts;
    const perNetwork = await rateLimits.take('sign-in.network', networkKey, PER_NETWORK);
    if (perNetwork !== null) return perNetwork;
    const perPair = await rateLimits.take('sign-in.pair', `${networkKey} ${email}`, PER_PAIR);
    // What a limit refused is not counted further: one network alone must not use up an address's budget for everybody.
    if (perPair !== null) return perPair;
    return rateLimits.take('sign-in.address', email, PER_ADDRESS);
  }
}
