import type { PeopleRefusal } from '@sos/domain';

import { AppError } from '../../platform/errors.js';
import { faultOfPassword } from '../../platform/password-policy.js';
import { hashPassword } from '../../platform/passwords.js';
import type { Audit, Clock, Config, DatabaseTransaction, Notices, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { tellFocalPoints } from './focal-point.mail.js';
import { invitationTokenHash } from './invitation-token.js';
import type { InvitationRecord, InvitationRepository } from './invitation.repository.js';
import { parseLanguage, parseName } from './people-input.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { PeopleRepository } from './people.repository.js';

const PER_NETWORK = { count: 40, seconds: 15 * 60 };

export interface AcceptanceParts {
  readonly invitations: InvitationRepository;
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly rateLimits: RateLimits;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly config: Pick<Config, 'dataFolder'>;
}

export type InvitationView =
  | {
      readonly kind: 'open';
      readonly organisationName: string;
      readonly email: string;
      readonly language: string;
      readonly roles: readonly string[];
      readonly focalPoint: boolean;
      readonly expiresAt: Date;
      /** Said to the holder of the link alone: they sign in and join instead. */
      readonly hasAccount: boolean;
    }
  | { readonly kind: 'refused'; readonly code: PeopleRefusal };

export interface Acceptance {
  readonly token: unknown;
  readonly displayName: unknown;
  readonly language: unknown;
  readonly password: string;
}

/** Behind the link: once, in time, for the address it was sent to. It opens no vault and no case: keys are made by their owners. */
export class AcceptanceService {
  constructor(private readonly parts: AcceptanceParts) {}

  /** A secret of 256 bits tells strangers nothing by being refused; its holder may know what became of it. */
  async read(token: unknown, networkKey: string): Promise<InvitationView> {
    await this.#count(networkKey);
    const { invitations, clock } = this.parts;
    const hash = invitationTokenHash(token);
    const invitation = hash && (await invitations.findByToken(hash));
    if (!invitation) return { kind: 'refused', code: 'invitation_revoked' };
    const code = closedBecause(invitation, clock.now());
    if (code !== null) return { kind: 'refused', code };
    const { organisation, email, language, roles, focalPoint, expiresAt } = invitation;
    const hasAccount = await invitations.hasAccount(email);
    return {
      kind: 'open',
      organisationName: organisation.name,
      email,
      language,
      roles,
      focalPoint,
      expiresAt,
      hasAccount,
    };
  }

  /** A new account. The person signs in with it afterwards, as every day. */
  accept(input: Acceptance, networkKey: string): Promise<PeopleOutcome> {
    const { people, clock } = this.parts;
    return outcomeOf(async () => {
      await this.#count(networkKey);
      const displayName = parseName(input.displayName);
      const language = parseLanguage(input.language);
      // Before the costly judging and hashing; asked again under the lock.
      const { email } = await this.#open(input.token);
      await this.#judge(input.password, [displayName, email]);
      const passwordHash = await hashPassword(input.password);
      return people.serially(async (tx) => {
        const invitation = await this.#open(input.token, tx);
        if ((await people.accountIdOf(tx, email)) !== null) refuse('invitation_has_account');
        const account = { email, displayName, language, passwordHash, createdAt: clock.now() };
        const accountId = await people.createAccount(tx, account);
        await this.parts.audit.record(
          { event: 'account.created', actorId: accountId, subject: 'account', subjectId: accountId },
          tx,
        );
        return this.#join(tx, accountId, invitation);
      });
    });
  }

  /** A further membership for somebody who is signed in, with the address that was invited. */
  join(viewer: Viewer, token: unknown): Promise<PeopleOutcome> {
    const { people, policy, clock } = this.parts;
    return outcomeOf(() =>
      people.serially(async (tx) => {
        const invitation = await this.#open(token, tx);
        const { organisationId, roles, email } = invitation;
        const account = await people.findAccount(tx, viewer.accountId);
        if (account?.status !== 'active' || account.email !== email) return refuse('invitation_for_another');
        const memberships = await people.membershipsOf(viewer.accountId, clock.now(), tx);
        if (memberships.some((membership) => membership.organisationId === organisationId)) refuse('already_member');
        await policy.assertTogether(tx, viewer.accountId, organisationId, roles, clock.now());
        return this.#join(tx, viewer.accountId, invitation);
      }),
    );
  }

  async #judge(password: string, personal: readonly string[]): Promise<void> {
    const fault = await faultOfPassword(this.parts.config.dataFolder, password, personal);
    if (fault !== null) refuse('bad_password');
  }

  async #open(token: unknown, tx?: DatabaseTransaction): Promise<InvitationRecord> {
    const hash = invitationTokenHash(token);
    const invitation = hash && (await this.parts.invitations.findByToken(hash, tx));
    if (!invitation) return refuse('invitation_revoked');
    const code = closedBecause(invitation, this.parts.clock.now());
    return code === null ? invitation : refuse(code);
  }

  async #join(tx: DatabaseTransaction, accountId: string, invitation: InvitationRecord): Promise<PeopleOutcome> {
    const { invitations, people, audit, clock } = this.parts;
    const { id, organisationId, roles, focalPoint } = invitation;
    if (focalPoint) await tellFocalPoints(tx, this.parts, { organisationId, accountId }, clock.now());
    const membershipId = await people.join(tx, { accountId, organisationId, roles, focalPoint }, clock.now());
    await invitations.close(tx, id, 'accepted', clock.now());
    const facts = { after: roles.join(','), account: accountId, invitation: id };
    await audit.record(
      { event: 'membership.changed', actorId: accountId, subject: 'membership', subjectId: membershipId, facts },
      tx,
    );
    return done(membershipId);
  }

  async #count(networkKey: string): Promise<void> {
    const wait = await this.parts.rateLimits.take('people.acceptance', networkKey, PER_NETWORK);
    if (wait !== null) throw new AppError('RATE_LIMITED');
  }
}

/** One that waits for approval has never been sent: nobody can hold its link. */
function closedBecause({ status, expiresAt, organisation }: InvitationRecord, now: Date): PeopleRefusal | null {
  if (status === 'accepted') return 'invitation_used';
  if (status !== 'pending' || organisation.standing === 'suspended') return 'invitation_revoked';
  return expiresAt <= now ? 'invitation_expired' : null;
}
