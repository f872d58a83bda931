import { ACCESS_TOKEN, isUuid, TOKEN_SCOPES } from '@sos/domain';
import { z } from 'zod';

import { accessTokenHash, newAccessToken } from '../../platform/access-tokens.js';
import { AppError, notFound } from '../../platform/errors.js';
import type { Audit, Clock, Notices } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { TokenRecord, TokenRepository } from './token.repository.js';

const DAY_MS = 86_400_000;

/** One line of visible characters. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(ACCESS_TOKEN.name)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);

const commandSchema = z.object({
  organisationId: z.string(),
  name: nameSchema,
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length),
  days: z.int().min(1).max(ACCESS_TOKEN.mostDays),
});

export type IssueOutcome =
  | { readonly kind: 'issued'; readonly secret: string; readonly token: TokenRecord }
  | { readonly kind: 'refused'; readonly code: 'name' | 'scopes' | 'days' | 'too_many' };

export interface TokenParts {
  readonly tokens: TokenRepository;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** A token can begin nothing and change nothing: it reads what its scopes say, in the name of one membership. */
export class TokenService {
  constructor(private readonly parts: TokenParts) {}

  list({ accountId }: Viewer): Promise<readonly TokenRecord[]> {
    return this.parts.tokens.list(accountId, this.parts.clock.now());
  }

  /** @throws NOT_FOUND for an organisation whose partner this person is not. */
  async issue({ accountId }: Viewer, command: unknown): Promise<IssueOutcome> {
    const parsed = commandSchema.safeParse(command);
    if (!parsed.success) return { kind: 'refused', code: fieldOf(parsed.error) };
    const { organisationId, name, days } = parsed.data;
    const scopes = TOKEN_SCOPES.filter((scope) => parsed.data.scopes.includes(scope));
    const { tokens, notices, audit, clock } = this.parts;
    const createdAt = clock.now();
    const membershipId = isUuid(organisationId)
      ? await tokens.findMembership(accountId, organisationId, createdAt)
      : null;
    if (membershipId === null) throw notFound();
    const secret = newAccessToken();
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
    const token = await tokens.issue(
      { membershipId, name, scopes, tokenHash: accessTokenHash(secret), createdAt, expiresAt },
      ACCESS_TOKEN.most,
      async ({ id }, tx) => {
        await notices.tell(accountId, 'tokens.issued', accountId, tx);
        const facts = { scopes: scopes.join(','), days: String(days) };
        await audit.record({ event: 'token.issued', actorId: accountId, subject: 'token', subjectId: id, facts }, tx);
      },
    );
    return token ? { kind: 'issued', secret, token } : { kind: 'refused', code: 'too_many' };
  }

  /** @throws NOT_FOUND for somebody else's, and for one that is over. */
  async revoke({ accountId }: Viewer, id: string): Promise<void> {
    const { tokens, audit, clock } = this.parts;
    const revoked =
      isUuid(id) &&
      (await tokens.revoke(accountId, id, clock.now(), async (tx) =>
        audit.record({ event: 'token.revoked', actorId: accountId, subject: 'token', subjectId: id, facts: {} }, tx),
      ));
    if (!revoked) throw notFound();
  }
}

function fieldOf(error: z.ZodError): 'name' | 'scopes' | 'days' {
  const field = error.issues[0]?.path[0];
  if (field === 'name' || field === 'scopes' || field === 'days') return field;
  throw new AppError('INVALID_INPUT');
}
