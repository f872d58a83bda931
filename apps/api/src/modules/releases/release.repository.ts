import type { Database } from '@sos/database';

export interface PublishedRelease {
  /** Armored, one after the other. */
  readonly signatures: string;
  readonly place: { readonly index: number; readonly salt: Uint8Array };
}

/** The releases module's whole view of the database. */
export class ReleaseRepository {
  readonly #prisma: Database['prisma'];

  constructor({ prisma }: Database) {
    this.#prisma = prisma;
  }

  /** What makes a manifest more than a claim; null while nobody has published it. */
  async published(digest: Uint8Array): Promise<PublishedRelease | null> {
    const sha256 = Uint8Array.from(digest);
    const [release, leaf] = await Promise.all([
      this.#prisma.release.findUnique({
        where: { sha256 },
        select: { signatures: { select: { armored: true }, orderBy: { signerFingerprint: 'asc' } } },
      }),
      this.#prisma.logLeaf.findUnique({
        where: { kind_sha256: { kind: 'release', sha256 } },
        select: { index: true, salt: true },
      }),
    ]);
    if (!release || !leaf) return null;
    return { signatures: release.signatures.map(({ armored }) => `${armored.trimEnd()}\n`).join(''), place: leaf };
  }
}
