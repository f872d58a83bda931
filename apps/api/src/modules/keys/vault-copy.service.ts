import { VAULT_COPY_BYTES, VAULT_SHARE_BYTES } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { AppError, notFound } from '../../platform/errors.js';
import type { Audit, Clock, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { ShareStore } from './share-store.js';
import type { VaultCopyRepository } from './vault-copy.repository.js';

export interface VaultCopyParts {
  readonly copies: VaultCopyRepository;
  readonly shares: ShareStore;
  readonly rateLimits: RateLimits;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** A thief with somebody's session gets few tries at having the share; an honest person needs one. */
const TAKEN = [
  { count: 5, seconds: 3_600 },
  { count: 10, seconds: 86_400 },
] as const;
const KEPT = { count: 20, seconds: 86_400 };
const HOUR_MS = 3_600_000;

/** The locked vault of a member who asked for it. Never a responder's: their key leaves their device only as their own kit. */
export class VaultCopyService {
  constructor(private readonly parts: VaultCopyParts) {}

  async keptAt({ accountId, roles }: Viewer): Promise<Date | null> {
    if (roles.has('responder')) return null;
    return (await this.parts.copies.find(accountId))?.keptAt ?? null;
  }

  /** @param body the share, and the copy it opens: they part here and never lie together again. */
  async keep({ accountId, roles }: Viewer, body: Uint8Array): Promise<void> {
    if (roles.has('responder')) throw new AppError('FORBIDDEN');
    if (body.length !== VAULT_SHARE_BYTES + VAULT_COPY_BYTES) throw new AppError('INVALID_INPUT');
    await this.#limit('kept', accountId, KEPT);
    const { copies, shares, audit, clock } = this.parts;
    const before = await copies.find(accountId);
    const shareId = randomUUID();
    // The share first: a copy without one would be a promise that nobody can keep.
    await shares.put(shareId, body.slice(0, VAULT_SHARE_BYTES));
    await copies.inTransaction(async (tx) => {
      const bytes = new Uint8Array(body.subarray(VAULT_SHARE_BYTES));
      await copies.replace({ accountId, bytes, shareId, keptAt: clock.now() }, tx);
      await audit.record(entry('vaultCopy.kept', accountId), tx);
    });
    if (before) await shares.delete(before.shareId);
  }

  /** Share and copy together, for a device that has neither. */
  async take({ accountId, roles }: Viewer): Promise<Uint8Array> {
    if (roles.has('responder')) throw new AppError('FORBIDDEN');
    const { copies, shares, audit } = this.parts;
    const copy = await copies.find(accountId);
    if (!copy) throw notFound();
    for (const limit of TAKEN) await this.#limit(`taken.${limit.seconds}`, accountId, limit);
    const share = await shares.get(copy.shareId);
    if (!share) throw notFound();
    await audit.record(entry('vaultCopy.released', accountId));
    return Buffer.concat([share, copy.bytes]);
  }

  async delete({ accountId }: Viewer): Promise<void> {
    const { copies, shares, audit } = this.parts;
    const copy = await copies.find(accountId);
    await copies.inTransaction(async (tx) => {
      await copies.delete(accountId, tx);
      if (copy) await audit.record(entry('vaultCopy.deleted', accountId), tx);
    });
    if (copy) await shares.delete(copy.shareId);
  }

  /** Shares whose copy is gone: of erased accounts, of those who became responders, of a keeping that was interrupted. */
  async sweep(): Promise<void> {
    const { copies, shares, clock } = this.parts;
    await copies.deleteEnded();
    const old = await shares.olderThan(new Date(clock.now().getTime() - HOUR_MS));
    const used = await copies.sharesInUse(old);
    for (const id of old) if (!used.has(id)) await shares.delete(id);
  }

  async #limit(what: string, accountId: string, limit: { count: number; seconds: number }): Promise<void> {
    const wait = await this.parts.rateLimits.take(`keys.vaultCopy.${what}`, accountId, limit);
    if (wait !== null) throw new AppError('RATE_LIMITED');
  }
}

function entry(event: 'vaultCopy.kept' | 'vaultCopy.released' | 'vaultCopy.deleted', accountId: string) {
  return { event, actorId: accountId, subject: 'account', subjectId: accountId, facts: {} } as const;
}
