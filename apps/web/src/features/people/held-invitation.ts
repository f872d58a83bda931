let held = '';

/**
 * An invitation's secret while its holder signs in. In memory and nowhere else: the history's entries are written to disk, and can be
 * read by whoever uses the browser next.
 */
export function holdInvitation(secret: string): void {
  held = secret;
}

/** '' when none is held. */
export function heldInvitation(): string {
  return held;
}
