/** What proves, beside or in place of a password, that somebody is who they say. */
export const SECOND_FACTORS = ['passkey', 'totp', 'recovery_code'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** RFC 6238 as every authenticator app takes it. `steps`: how far a clock may be off, in either direction. */
export const TOTP = { digits: 6, periodSeconds: 30, steps: 1, secretBytes: 20, algorithm: 'SHA1' } as const;

/** 60 random bits each, in letters and figures that nobody takes for one another. */
export const RECOVERY_CODES = {
  count: 10,
  groups: 3,
  groupLength: 4,
  alphabet: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
} as const;

export const PASSKEYS = { most: 10, labelLength: 60 } as const;

/** How long the steps of signing in may take, and how long a mailed link opens. */
export const SIGN_IN_MINUTES = { step: 5, enrolment: 15, resetLink: 30 } as const;

/** Length, and the score of zxcvbn (0 to 4) from which on a password counts. */
export const PASSWORD_RULES = { shortest: 10, leastScore: 3 } as const;

export const PASSWORD_FAULTS = ['too_short', 'too_long', 'easy', 'breached'] as const;
export type PasswordFault = (typeof PASSWORD_FAULTS)[number];

/** As a person may write it down or read it aloud: in lower case, without the strokes, O for 0, I or L for 1. */
export function canonicalRecoveryCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Authenticator apps show a code in groups. */
export function canonicalTotpCode(typed: string): string {
  return typed.replace(/\s/g, '');
}
