import { canonicalRecoveryCode, canonicalTotpCode, SIGN_IN_MINUTES, type SecondFactor } from '@sos/domain';
import { z } from 'zod';

import type { Clock, Logger, RateLimits, Vaulted } from '../../platform/platform.types.js';
import type { AccountRepository } from './accounts.repository.js';
import type { CredentialRepository, StoredPasskey } from './credential.repository.js';
import { parseAssertion, type Passkeys } from './passkeys.js';
import type { Tickets, TicketUse } from './tickets.js';
import { stepOfCode } from './totp.js';

/** One account from one network: a code has a million values and three count at a time. */
const PER_PAIR = { count: 6, seconds: 15 * 60 };
/** One account from everywhere. Whoever tries has its password; its owner still has a passkey and codes, each with a budget apart. */
const PER_ACCOUNT = { count: 40, seconds: 60 * 60 };
const PASSKEYS_PER_NETWORK = { count: 120, seconds: 15 * 60 };

const LONGEST_CODE = 60;
const LONGEST_RESPONSE = 20_000;

export type PasskeyUse = Extract<TicketUse, 'passkey.signIn' | 'passkey.prove' | 'passkey.reset'>;

export interface PasskeyRequest {
  readonly ticket: string;
  /** PublicKeyCredentialRequestOptionsJSON or …CreationOptionsJSON, for the browser. */
  readonly options: string;
}

export type FactorAttempt =
  | { readonly factor: 'totp' | 'recovery_code'; readonly code: string }
  | { readonly factor: 'passkey'; readonly ticket: string; readonly response: string };

export type FactorOutcome =
  | { readonly kind: 'proven'; readonly accountId: string; readonly factor: SecondFactor }
  | { readonly kind: 'failed' }
  | { readonly kind: 'tooMany'; readonly retryAfterSeconds: number };

const FAILED: FactorOutcome = { kind: 'failed' };

/** Null: anybody's passkey may answer. */
const challengeSchema = z.strictObject({ challenge: z.string(), accountId: z.string().nullable() });
const totpSchema = z.strictObject({ accountId: z.string(), secret: z.string() });

export interface SecondFactorParts {
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly passkeys: Passkeys;
  readonly tickets: Tickets;
  readonly vaulted: Vaulted;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whether somebody holds what an account has beside its password. One place for signing in, for proving it again and for a reset. */
export class SecondFactorService {
  constructor(private readonly parts: SecondFactorParts) {}

  /** @param accountId null before anybody has said who they are: then nothing about any account is in the answer. */
  async requestPasskey(
    use: PasskeyUse,
    accountId: string | null,
    networkKey: string,
  ): Promise<PasskeyRequest | { readonly retryAfterSeconds: number }> {
    const { credentials, passkeys, tickets, rateLimits } = this.parts;
    const retryAfterSeconds = await rateLimits.take('passkey.request', networkKey, PASSKEYS_PER_NETWORK);
    if (retryAfterSeconds !== null) return { retryAfterSeconds };
    const known = accountId === null ? [] : await credentials.passkeysOf(accountId);
    const { challenge, options } = await passkeys.requestOptions(known);
    return { ticket: tickets.issue(use, { challenge, accountId }, SIGN_IN_MINUTES.step), options };
  }

  /** @param accountId whose factor it must be; null where a passkey itself says who somebody is. */
  async check(
    use: PasskeyUse,
    accountId: string | null,
    attempt: FactorAttempt,
    networkKey: string,
  ): Promise<FactorOutcome> {
    const retryAfterSeconds = await this.countAttempt(accountId, attempt.factor, networkKey);
    if (retryAfterSeconds !== null) return { kind: 'tooMany', retryAfterSeconds };
    const outcome = await this.tryFactor(use, accountId, attempt);
    if (outcome.kind === 'failed') {
      this.parts.logger.info('second_factor.failed', { factor: attempt.factor });
      if (accountId !== null) await this.parts.accounts.noteFailedFactor(accountId, { factor: attempt.factor });
    }
    return outcome;
  }

  /** Sealed for one account: put into another's row, it opens nothing. */
  sealTotp(accountId: string, secret: string): string {
    return this.parts.vaulted.seal('totp', Buffer.from(JSON.stringify({ accountId, secret }))).toString('base64url');
  }

  hashRecoveryCode(accountId: string, code: string): string {
    const canonical = canonicalRecoveryCode(code);
    return this.parts.vaulted.hmac('recovery-code', `${accountId} ${canonical}`).toString('base64url');
  }

  private async tryFactor(use: PasskeyUse, accountId: string | null, attempt: FactorAttempt): Promise<FactorOutcome> {
    if (attempt.factor === 'passkey') return this.checkPasskey(use, accountId, attempt);
    if (accountId === null || attempt.code.length > LONGEST_CODE) return FAILED;
    const { factor, code } = attempt;
    const holds = factor === 'totp' ? this.checkTotp(accountId, code) : this.spendRecoveryCode(accountId, code);
    return (await holds) ? { kind: 'proven', accountId, factor } : FAILED;
  }

  private async checkPasskey(
    use: PasskeyUse,
    accountId: string | null,
    { ticket, response }: { readonly ticket: string; readonly response: string },
  ): Promise<FactorOutcome> {
    const { credentials, passkeys, tickets } = this.parts;
    const opened = tickets.open(use, ticket, challengeSchema);
    const assertion = response.length > LONGEST_RESPONSE ? null : parseAssertion(response);
    if (!opened || opened.data.accountId !== accountId || !assertion || !(await opened.spend())) return FAILED;
    const passkey = await credentials.findPasskey(assertion.id);
    if (!passkey || (accountId !== null && passkey.accountId !== accountId)) return FAILED;
    const counter = await passkeys.checkAssertion(assertion, opened.data.challenge, passkey);
    if (counter === null || !(await this.countIsHigher(passkey, counter))) return FAILED;
    return { kind: 'proven', accountId: passkey.accountId, factor: 'passkey' };
  }

  /** A count that does not rise is two authenticators with one key. Many never count, and stay at zero. */
  private async countIsHigher(passkey: StoredPasskey, counter: number): Promise<boolean> {
    const { accounts, credentials, logger } = this.parts;
    if (await credentials.raiseCounter(passkey.id, counter)) return true;
    if (counter === 0 && (await credentials.neverCounted(passkey.id))) {
      await credentials.noteUse(passkey.id);
      return true;
    }
    logger.warn('passkey.cloned', { credential: passkey.id });
    await accounts.noteClone(passkey.accountId, passkey.id);
    await accounts.tell(passkey.accountId, 'account.passkeyCloned', passkey.accountId);
    return false;
  }

  private async checkTotp(accountId: string, typed: string): Promise<boolean> {
    const { credentials, vaulted, clock } = this.parts;
    const stored = await credentials.findTotp(accountId);
    const bytes = stored && vaulted.unseal('totp', Buffer.from(stored.secret, 'base64url'));
    if (!bytes) return false;
    const sealed = totpSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (sealed.accountId !== accountId) return false;
    const step = stepOfCode(sealed.secret, canonicalTotpCode(typed), clock.now());
    // A code somebody read over a shoulder has been used by then, and an older one does not count after a newer.
    return step !== null && credentials.raiseCounter(stored.id, step);
  }

  private async spendRecoveryCode(accountId: string, typed: string): Promise<boolean> {
    const { accounts, credentials } = this.parts;
    const spent = await credentials.spendRecoveryCode(accountId, this.hashRecoveryCode(accountId, typed));
    if (spent) await accounts.tell(accountId, 'account.recoveryCodeUsed', accountId);
    return spent;
  }

  private async countAttempt(
    accountId: string | null,
    factor: SecondFactor,
    networkKey: string,
  ): Promise<number | null> {
    const { rateLimits } = this.parts;
    if (factor === 'passkey') return rateLimits.take('passkey.answer', networkKey, PASSKEYS_PER_NETWORK);
    const subject = `${factor} ${accountId ?? ''}`;
    const perPair = await rateLimits.take('factor.pair', `${subject} ${networkKey}`, PER_PAIR);
    // What one network has used up is not counted against the account as well.
    if (perPair !== null) return perPair;
    return rateLimits.take('factor.account', subject, PER_ACCOUNT);
  }
}
