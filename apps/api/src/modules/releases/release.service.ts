import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { notFound } from '../../platform/errors.js';
import type { PublishedRelease, ReleaseRepository } from './release.repository.js';

/** The manifest of the build that runs here, and what makes it count. What it says is for others to check: here nothing depends on it. */
export class ReleaseService {
  readonly #manifest: Buffer | null;

  /** @param manifestFile read once: after a deploy another process serves the next. */
  constructor(
    private readonly releases: ReleaseRepository,
    manifestFile: string,
  ) {
    this.#manifest = existsSync(manifestFile) ? readFileSync(manifestFile) : null;
  }

  /** @throws NOT_FOUND when it was built without one */
  manifest(): Buffer {
    if (!this.#manifest) throw notFound();
    return this.#manifest;
  }

  /** @throws NOT_FOUND until `sos release publish` has been run for this very build */
  async published(): Promise<PublishedRelease> {
    const found = await this.releases.published(createHash('sha256').update(this.manifest()).digest());
    if (!found) throw notFound();
    return found;
  }
}
