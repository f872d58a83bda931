import { emailSchema, LIMITS, SIGN_IN_MINUTES, type SecondFactor } from '@sos/domain';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

import { hashPassword, verifyPassword } from '../../platform/passwords.js';
import type {
  Logger,
  OpenedSession,
  ProofMethod,
  RateLimits,
  Sessions,
  SessionWanted,
} from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { AccountRepository } from './accounts.repository.js';
import type { CredentialRepository } from './credential.repository.js';
import type { FactorAttempt, PasskeyRequest, SecondFactorService } from './second-factor.service.js';
import type { Tickets } from './tickets.js';

export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly viewer: Viewer; readonly session: OpenedSession }
  | { readonly kind: 'secondFactor'; readonly ticket: string; readonly factors: readonly SecondFactor[] }
  | { readonly kind: 'failed' }
  /** The steps before this one were too long ago, or are none of ours: from the beginning, then. */
  | { readonly kind: 'startAgain' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

/** Where somebody asks from: their network, their browser, and the session it holds already. */
export interface Caller {
  readonly networkKey: string;
  readonly device: SessionWanted['device'];
  /** The session that was presented: it ends, so that nobody who planted it rides along. */
  readonly replaces: string | null;
}

const commandSchema = z.object({ email: emailSchema, password: z.string().min(1).max(LIMITS.password) });
const secondFactorSchema = z.strictObject({ accountId: z.string() });

/** From one network, over all addresses: somebody who tries a list. An office behind one address stays far below. */
const PER_NETWORK = { count: 60, seconds: 15 * 60 };
/** One address from one network: who guesses locks out only their own network. */
const PER_PAIR = { count: 8, seconds: 15 * 60 };
/** One address from everywhere: so high that a stranger needs many networks to reach it, and then it holds for an hour at most. */
const PER_ADDRESS = { count: 120, seconds: 60 * 60 };

/** A browser the account was signed in from has a budget of its own: who knows an address cannot keep its owner out of there. */
const PER_KNOWN_BROWSER = { count: 8, seconds: 15 * 60 };

export interface SignInParts {
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly secondFactors: SecondFactorService;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
}

export class SignInService {
  /** Verified against when there is no such account, so that both answers take the same work. */
  private readonly decoy = hashPassword(randomBytes(32).toString('base64'));

  constructor(private readonly parts: SignInParts) {}

  /** An unknown address, a wrong password and a suspended account are one outcome and cost the same. */
  async signIn(command: { email: string; password: string }, caller: Caller): Promise<SignInOutcome> {
    const { accounts, credentials, tickets, logger } = this.parts;
    const parsed = commandSchema.safeParse(command);
    const { email, password } = parsed.success ? parsed.data : { email: '', password: '' };
    const retryAfterSeconds = await this.countAttempt(email, caller);
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
    const { accountId } = holder;
    const factors = await credentials.factorsOf(accountId);
    if (factors.length === 0) return this.open(accountId, 'password', caller);
    return {
      kind: 'secondFactor',
      ticket: tickets.issue('second-factor', { accountId }, SIGN_IN_MINUTES.step),
      factors,
    };
  }

  /**
   * The challenge for a passkey. @param ticket of the step before: then only that account's passkeys may answer. Without one the
   * answer is the same for everybody.
   */
  async requestPasskey(
    ticket: string | null,
    networkKey: string,
  ): Promise<PasskeyRequest | { readonly retryAfterSeconds: number } | null> {
    const accountId = ticket === null ? null : this.accountOf(ticket);
    if (ticket !== null && accountId === null) return null;
    return this.parts.secondFactors.requestPasskey('passkey.signIn', accountId, networkKey);
  }

  /** @param ticket what the right password gave; null for a passkey, which is proof enough by itself. */
  async confirm(ticket: string | null, attempt: FactorAttempt, caller: Caller): Promise<SignInOutcome> {
    const accountId = ticket === null ? null : this.accountOf(ticket);
    if (accountId === null && (ticket !== null || attempt.factor !== 'passkey')) return { kind: 'startAgain' };
    const outcome = await this.parts.secondFactors.check('passkey.signIn', accountId, attempt, caller.networkKey);
    if (outcome.kind !== 'proven') return outcome;
    if (ticket !== null && !(await this.spend(ticket))) return { kind: 'startAgain' };
    return this.open(outcome.accountId, outcome.factor, caller);
  }

  /** Whose second step this is; null when the first is too long ago. */
  accountOf(ticket: string): string | null {
    return this.parts.tickets.open('second-factor', ticket, secondFactorSchema)?.data.accountId ?? null;
  }

  async signOut(token: string): Promise<void> {
    await this.parts.sessions.end(token);
  }

  private async spend(ticket: string): Promise<boolean> {
    return (await this.parts.tickets.open('second-factor', ticket, secondFactorSchema)?.spend()) ?? false;
  }

  private async open(accountId: string, method: ProofMethod, caller: Caller): Promise<SignInOutcome> {
    const { accounts, sessions } = this.parts;
    const { device, replaces } = caller;
    const assurance = method === 'password' ? 'password' : 'strong';
    const session = await sessions.open({ accountId, assurance, method, device, replaces });
    const viewer = await accounts.findViewer(accountId, session.proof);
    // Suspended in this very moment: the session was opened for nobody, and opens nothing.
    if (!viewer) return { kind: 'failed' };
    if (session.newDeviceId !== null) await accounts.tell(accountId, 'account.newDevice', session.newDeviceId);
    return { kind: 'signedIn', viewer, session };
  }

  private async countAttempt(email: string, { networkKey, device }: Caller): Promise<number | null> {
    const { accounts, rateLimits } = this.parts;
    const browser = await accounts.findKnownBrowser(email, device.token);
    if (browser !== null) return rateLimits.take('sign-in.browser', browser, PER_KNOWN_BROWSER);
    const perNetwork = await rateLimits.take('sign-in.network', networkKey, PER_NETWORK);
    if (perNetwork !== null) return perNetwork;
    const perPair = await rateLimits.take('sign-in.pair', `${networkKey} ${email}`, PER_PAIR);
    // What a limit refused is not counted further: one network alone must not use up an address's budget for everybody.
    if (perPair !== null) return perPair;
    return rateLimits.take('sign-in.address', email, PER_ADDRESS);
  }
}
