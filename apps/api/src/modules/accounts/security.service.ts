import { canonicalTotpCode, LIMITS, PASSKEYS, SIGN_IN_MINUTES, type DeviceKind, type PasswordFault } from '@sos/domain';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import { faultOfPassword } from '../../platform/password-policy.js';
import { hashPassword } from '../../platform/passwords.js';
import type { Clock, Config, DatabaseTransaction, Sessions } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { AccountRepository, Person } from './accounts.repository.js';
import type { CredentialRepository, StoredPasskey } from './credential.repository.js';
import type { Passkeys } from './passkeys.js';
import { newRecoveryCodes } from './recovery-codes.js';
import type { PasskeyRequest, SecondFactorService } from './second-factor.service.js';
import type { Tickets } from './tickets.js';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.js';

const HOUR_MS = 3_600_000;
const LONGEST_CODE = 60;

const labelSchema = z.string().trim().min(1).max(PASSKEYS.labelLength);
const challengeSchema = z.strictObject({ challenge: z.string(), accountId: z.string() });
const secretSchema = z.strictObject({ secret: z.string(), accountId: z.string() });

export interface SecurityView {
  readonly passkeys: readonly Pick<StoredPasskey, 'id' | 'label' | 'createdAt' | 'lastUsedAt'>[];
  readonly totp: { readonly id: string; readonly createdAt: Date } | null;
  readonly recoveryCodesLeft: number;
  readonly passwordSince: Date | null;
  readonly sessions: readonly (DeviceKind & {
    readonly id: string;
    readonly since: Date;
    /** To the hour: a list of sessions is no diary. */
    readonly lastSeen: Date;
    readonly isThis: boolean;
  })[];
}

/** Why a passkey or an app was not added. */
export type AddFactorFault = 'expired' | 'not_valid' | 'wrong_code' | 'known_already' | 'too_many';

export interface SecurityParts {
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly passkeys: Passkeys;
  readonly secondFactors: SecondFactorService;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly clock: Clock;
  readonly config: Pick<Config, 'dataFolder' | 'siteOrigin'>;
}

function toTheHour(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / HOUR_MS) * HOUR_MS);
}

/** What opens an account, as its owner sees and changes it. Every change is told by mail: whoever made it may not be the owner. */
export class SecurityService {
  constructor(private readonly parts: SecurityParts) {}

  async view({ accountId, proof }: Viewer): Promise<SecurityView> {
    const { credentials, sessions } = this.parts;
    const [passkeys, totp, recoveryCodesLeft, password, open] = await Promise.all([
      credentials.passkeysOf(accountId),
      credentials.findTotp(accountId),
      credentials.recoveryCodesLeft(accountId),
      credentials.passwordOf(accountId),
      sessions.list(accountId),
    ]);
    return {
      passkeys,
      totp,
      recoveryCodesLeft,
      passwordSince: password?.since ?? null,
      sessions: open.map(({ createdAt, lastSeenAt, ...session }) => ({
        ...session,
        since: createdAt,
        lastSeen: toTheHour(lastSeenAt),
        isThis: session.id === proof.sessionId,
      })),
    };
  }

  async requestNewPasskey({ accountId }: Viewer): Promise<PasskeyRequest> {
    const { credentials, passkeys, tickets } = this.parts;
    const person = await this.personOf(accountId);
    const { challenge, options } = await passkeys.creationOptions(
      { ...person, accountId },
      await credentials.passkeysOf(accountId),
    );
    return { ticket: tickets.issue('passkey.add', { challenge, accountId }, SIGN_IN_MINUTES.enrolment), options };
  }

  /** @returns what is wrong with it, or null. */
  async addPasskey(
    viewer: Viewer,
    input: { readonly ticket: string; readonly response: string; readonly label: string },
  ): Promise<AddFactorFault | null> {
    const { credentials, passkeys, tickets } = this.parts;
    const { accountId } = viewer;
    const label = labelSchema.safeParse(input.label);
    if (!label.success) throw new AppError('INVALID_INPUT', 'label');
    const opened = tickets.open('passkey.add', input.ticket, challengeSchema);
    if (opened?.data.accountId !== accountId || !(await opened.spend())) return 'expired';
    if ((await credentials.passkeysOf(accountId)).length >= PASSKEYS.most) return 'too_many';
    const made = await passkeys.checkRegistration(input.response, opened.data.challenge);
    if (!made) return 'not_valid';
    if (!(await credentials.addPasskey({ ...made, accountId, label: label.data }))) return 'known_already';
    await this.factorAdded(viewer, 'passkey');
    return null;
  }

  async requestTotp({ accountId }: Viewer): Promise<{ ticket: string; secret: string; address: string }> {
    const { config, tickets } = this.parts;
    const { email } = await this.personOf(accountId);
    const secret = newTotpSecret();
    const ticket = tickets.issue('totp.add', { secret, accountId }, SIGN_IN_MINUTES.enrolment);
    return { ticket, secret, address: totpAddress(secret, `SOS ${new URL(config.siteOrigin).hostname}`, email) };
  }

  async addTotp(
    viewer: Viewer,
    { ticket, code }: { readonly ticket: string; readonly code: string },
  ): Promise<AddFactorFault | null> {
    const { clock, credentials, secondFactors, tickets } = this.parts;
    const { accountId } = viewer;
    const opened = tickets.open('totp.add', ticket, secretSchema);
    if (opened?.data.accountId !== accountId) return 'expired';
    const { secret } = opened.data;
    const step = stepOfCode(secret, canonicalTotpCode(code.slice(0, LONGEST_CODE)), clock.now());
    // A slip of the finger may be tried again: the secret is on that person's own screen.
    if (step === null) return 'wrong_code';
    if (!(await opened.spend())) return 'expired';
    await credentials.replaceTotp(accountId, secondFactors.sealTotp(accountId, secret), step);
    await this.factorAdded(viewer, 'totp');
    return null;
  }

  /** Shown this once; those of before are void. */
  async makeRecoveryCodes({ accountId }: Viewer): Promise<readonly string[]> {
    const { accounts, credentials, secondFactors } = this.parts;
    const codes = newRecoveryCodes();
    await credentials.replaceRecoveryCodes(
      accountId,
      codes.map((code) => secondFactors.hashRecoveryCode(accountId, code)),
    );
    await accounts.tell(accountId, 'account.recoveryCodesMade', accountId);
    return codes;
  }

  /** @returns false for the last one: then the password alone would open the account. @throws NOT_FOUND */
  async removeFactor({ accountId }: Viewer, id: string): Promise<boolean> {
    const { accounts, credentials } = this.parts;
    if (!z.uuid().safeParse(id).success) throw notFound();
    const removed = await credentials.removeFactor(accountId, id);
    if (removed === null) throw notFound();
    if (removed === 'last') return false;
    await accounts.tell(accountId, 'account.factorRemoved', accountId);
    return true;
  }

  /** Every other session ends: whoever knew the old password may have opened one. */
  async changePassword({ accountId, proof }: Viewer, password: string): Promise<PasswordFault | null> {
    const { accounts } = this.parts;
    const person = await this.personOf(accountId);
    const fault = await this.faultOf(person, password);
    if (fault !== null) return fault;
    const hash = await hashPassword(password);
    await accounts.transaction((tx) => this.replacePassword(tx, person, hash, proof.sessionId));
    return null;
  }

  /** What the person may not choose, said in a code. */
  async faultOf({ displayName, email }: Person, password: string): Promise<PasswordFault | null> {
    if (password.length > LIMITS.password) return 'too_long';
    return faultOfPassword(this.parts.config.dataFolder, password, [displayName, email]);
  }

  /** @throws NOT_FOUND */
  async revokeSession({ accountId }: Viewer, id: string): Promise<void> {
    const isOurs = z.uuid().safeParse(id).success && (await this.parts.sessions.revoke(accountId, id));
    if (!isOurs) throw notFound();
  }

  async signOutEverywhere({ accountId }: Viewer): Promise<void> {
    await this.parts.sessions.endAll({ accountId, actorId: accountId, reason: 'everywhere' });
  }

  private async replacePassword(
    tx: DatabaseTransaction,
    { id: accountId }: Person,
    hash: string,
    except: string,
  ): Promise<void> {
    const { accounts, credentials, sessions } = this.parts;
    await accounts.tell(accountId, 'account.passwordChanged', accountId, tx);
    await credentials.replacePassword(accountId, hash, { event: 'credential.added', actorId: accountId }, tx);
    await sessions.endAll({ accountId, except, actorId: accountId, reason: 'password_changed' }, tx);
  }

  /** Whoever has just shown the new factor holds it: this session counts as opened with it. */
  private async factorAdded(viewer: Viewer, factor: 'passkey' | 'totp'): Promise<void> {
    const { accounts, sessions } = this.parts;
    const { accountId, proof } = viewer;
    await sessions.prove(viewer, 'strong', factor);
    // What the password alone has opened until now may be somebody else's, and it alone opens nothing any more.
    const weaker = { accountId, except: proof.sessionId, assurance: 'password' } as const;
    await sessions.endAll({ ...weaker, actorId: accountId, reason: 'factor_added' });
    await accounts.tell(accountId, 'account.factorAdded', accountId);
  }

  private async personOf(accountId: string): Promise<Person> {
    const person = await this.parts.accounts.findPerson(accountId);
    if (!person) throw notFound();
    return person;
  }
}
