/** A grant with what its own reader has signed about it. */
export interface JudgedGrant {
  readonly encryptionSubkeyId: string;
  readonly attempt: number;
  /** Null for one that came with the entry. */
  readonly statementSignature: string | null;
  readonly verdicts: readonly { readonly opens: boolean }[];
}

export const JUDGED = {
  encryptionSubkeyId: true,
  attempt: true,
  statementSignature: true,
  verdicts: { select: { opens: true } },
} as const;

export function isProven({ verdicts }: JudgedGrant): boolean {
  return verdicts.some(({ opens }) => opens);
}

/** Its reader said that it does not open, and has not said otherwise since. */
export function hasFailed(grant: JudgedGrant): boolean {
  return grant.verdicts.length > 0 && !isProven(grant);
}

/** One that was added later may stand in another's place, which goes only once its reader has opened something with this one. */
export function awaitsProof(grant: JudgedGrant): boolean {
  return grant.statementSignature !== null && grant.verdicts.length === 0;
}

const rankOf = (grant: JudgedGrant): number => (isProven(grant) ? 0 : hasFailed(grant) ? 2 : 1);

/** Which of one reader's grants is served: one they have opened, else one they have not judged, else the latest that failed. */
export function servedGrant<T extends JudgedGrant>(grants: readonly T[], encryptionSubkeyId: string): T | undefined {
  return grants
    .filter((grant) => grant.encryptionSubkeyId === encryptionSubkeyId)
    .toSorted((one, other) => rankOf(one) - rankOf(other) || other.attempt - one.attempt)[0];
}
