import {
  emailSchema,
  isLanguage,
  SIGN_IN_MINUTES,
  type Language,
  type PasswordFault,
  type SecondFactor,
} from '@sos/domain';

import { hashPassword } from '../../platform/passwords.js';
import type {
  Clock,
  DatabaseTransaction,
  Logger,
  Outbox,
  RateLimits,
  Sessions,
  Vaulted,
} from '../../platform/platform.types.js';
import type { AccountRepository, Person } from './accounts.repository.js';
import type { CredentialRepository } from './credential.repository.js';
import { readResetToken } from './reset-token.js';
import type { OpenReset, ResetRepository } from './reset.repository.js';
import type { FactorAttempt, PasskeyRequest, SecondFactorService } from './second-factor.service.js';
import type { SecurityService } from './security.service.js';

const PER_NETWORK = { count: 12, seconds: 60 * 60 };
/**
 * Under a key of the day: what is counted today says nothing tomorrow. More would only fill somebody's mailbox. One network does not
 * use up what an address has; a browser the account knows has a budget of its own and is told when that is used up.
 */
const PER_PAIR = { count: 3, seconds: 24 * 60 * 60 };
const PER_ADDRESS = { count: 20, seconds: 24 * 60 * 60 };
const PER_KNOWN_BROWSER = { count: 5, seconds: 60 * 60 };
/** Links are tried with more than guesses: 256 bits are not guessed, but each try may cost an Argon2id. */
const TRIES_PER_NETWORK = { count: 40, seconds: 15 * 60 };

export type ResetOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'linkSpent' }
  | { readonly kind: 'weak'; readonly fault: PasswordFault }
  | {
      readonly kind: 'secondFactor';
      readonly factors: readonly SecondFactor[];
      readonly passkey: PasskeyRequest | null;
    }
  | { readonly kind: 'failed' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

export interface ResetParts {
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly resets: ResetRepository;
  readonly secondFactors: SecondFactorService;
  readonly security: SecurityService;
  readonly sessions: Sessions;
  readonly outbox: Outbox;
  readonly vaulted: Vaulted;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A new password by a mailed link. It opens the account and never a case: what opens cases is not here. */
export class ResetService {
  constructor(private readonly parts: ResetParts) {}

  /**
   * The same answer and the same work whether somebody has this address: the mail leaves later, or there is none to send.
   * @returns seconds to wait for this network or browser, or null
   */
  async request(
    command: { email: string; language: string },
    { networkKey, deviceToken }: { readonly networkKey: string; readonly deviceToken: string | null },
  ): Promise<number | null> {
    const { accounts, resets, rateLimits, logger } = this.parts;
    const email = emailSchema.safeParse(command.email).data ?? '';
    const browser = await accounts.findKnownBrowser(email, deviceToken);
    const wait =
      browser === null
        ? await rateLimits.take('reset.network', networkKey, PER_NETWORK)
        : await rateLimits.take('reset.browser', browser, PER_KNOWN_BROWSER);
    if (wait !== null) return wait;
    if (browser === null && (await this.isCapped(email, networkKey))) {
      logger.info('reset.capped');
      return null;
    }
    const language = isLanguage(command.language) ? command.language : 'en';
    await this.queueLink(await resets.findAccount(email), language);
    return null;
  }

  async reset(
    input: { readonly token: string; readonly password: string; readonly factor: FactorAttempt | null },
    networkKey: string,
  ): Promise<ResetOutcome> {
    const { accounts, resets, rateLimits, vaulted, clock } = this.parts;
    const retryAfterSeconds = await rateLimits.take('reset.try', networkKey, TRIES_PER_NETWORK);
    if (retryAfterSeconds !== null) return { kind: 'tooMany', retryAfterSeconds };
    const id = readResetToken(vaulted, input.token);
    const reset = id === null ? null : await resets.findOpen(id, clock.now());
    const person = reset && (await accounts.findPerson(reset.accountId));
    if (!reset || !person) return { kind: 'linkSpent' };
    const fault = await this.parts.security.faultOf(person, input.password);
    if (fault !== null) return { kind: 'weak', fault };
    const refused = await this.askSecondFactor(person, input.factor, networkKey);
    return refused ?? this.setPassword(reset, person, input.password);
  }

  /**
   * For an administrator, who has made sure who asks: everything that opened the account goes, and its owner gets a link for a new
   * password. Nothing of it touches a key: cases stay closed to whoever uses that link.
   */
  async resetCredentials(accountId: string, actorId: string | null): Promise<void> {
    const { accounts, credentials, sessions } = this.parts;
    const person = await accounts.findPerson(accountId);
    if (!person) return;
    await accounts.transaction(async (tx) => {
      await this.createAndQueue(accountId, person.language, tx);
      await accounts.tell(accountId, 'account.reset', accountId, tx);
      await credentials.removeAll(accountId, actorId, tx);
      await sessions.endAll({ accountId, actorId, reason: 'credentials_reset' }, tx);
    });
  }

  private async isCapped(email: string, networkKey: string): Promise<boolean> {
    const { rateLimits, vaulted, clock } = this.parts;
    const day = clock.now().toISOString().slice(0, 10);
    const address = vaulted.hmac(`reset.${day}`, email).toString('base64url');
    // What a network has used up is not counted against the address as well.
    if ((await rateLimits.take('reset.pair', `${address} ${networkKey}`, PER_PAIR)) !== null) return true;
    return (await rateLimits.take('reset.address', address, PER_ADDRESS)) !== null;
  }

  private async queueLink(accountId: string | null, language: Language): Promise<void> {
    await this.parts.accounts.transaction((tx) => this.createAndQueue(accountId, language, tx));
  }

  private async createAndQueue(accountId: string | null, language: Language, tx: DatabaseTransaction): Promise<void> {
    const { resets, outbox, clock } = this.parts;
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + SIGN_IN_MINUTES.resetLink * 60_000);
    const id = await resets.create(accountId, now, expiresAt, tx);
    await outbox.queue(
      { idempotencyKey: `account.resetLink.${id}`, template: 'account.resetLink', subjectId: id, language },
      tx,
    );
  }

  /** A mailbox that somebody else reads must not be enough. */
  private async askSecondFactor(
    { id }: Person,
    attempt: FactorAttempt | null,
    networkKey: string,
  ): Promise<ResetOutcome | null> {
    const { credentials, secondFactors } = this.parts;
    const factors = await credentials.factorsOf(id);
    if (factors.length === 0) return null;
    if (!attempt) {
      const asked = factors.includes('passkey')
        ? await secondFactors.requestPasskey('passkey.reset', id, networkKey)
        : null;
      return { kind: 'secondFactor', factors, passkey: asked && 'ticket' in asked ? asked : null };
    }
    const outcome = await secondFactors.check('passkey.reset', id, attempt, networkKey);
    return outcome.kind === 'proven' ? null : outcome;
  }

  private async setPassword(reset: OpenReset, { id }: Person, password: string): Promise<ResetOutcome> {
    const { accounts, credentials, resets, sessions, clock } = this.parts;
    const hash = await hashPassword(password);
    const isSet = await accounts.transaction(async (tx) => {
      if (!(await resets.spend(reset, clock.now(), tx))) return false;
      await accounts.tell(id, 'account.passwordChanged', id, tx);
      // Nobody is signed in: whoever held the link did it, and that is all we know.
      await credentials.replacePassword(id, hash, { event: 'credential.reset', actorId: null, how: 'mailed_link' }, tx);
      await sessions.endAll({ accountId: id, actorId: null, reason: 'password_reset' }, tx);
      return true;
    });
    return isSet ? { kind: 'done' } : { kind: 'linkSpent' };
  }
}
