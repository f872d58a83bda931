import type { Database } from '@sos/database';

export interface PartnerRecord {
  readonly name: string;
  /** Origins that may show our frame: `https://example.org`, or `https://*.example.org`. */
  readonly origins: readonly string[];
}

export class PartnerRepository {
  constructor(private readonly database: Database) {}

  /** Null for a key that is unknown or revoked. */
  findByKey(key: string): Promise<PartnerRecord | null> {
    return this.database.prisma.partner.findFirst({
      where: { key, revokedAt: null },
      select: { name: true, origins: true },
    });
  }
}
