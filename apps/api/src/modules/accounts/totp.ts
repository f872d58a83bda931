import { TOTP as RULES } from '@sos/domain';
import { Secret, TOTP } from 'otpauth';

const PERIOD_MS = RULES.periodSeconds * 1000;

function authenticator(secret: string, issuer = '', label = ''): TOTP {
  const { algorithm, digits, periodSeconds: period } = RULES;
  return new TOTP({ issuer, label, algorithm, digits, period, secret: Secret.fromBase32(secret) });
}

export function newTotpSecret(): string {
  return new Secret({ size: RULES.secretBytes }).base32;
}

/** What an authenticator app reads from the picture. */
export function totpAddress(secret: string, issuer: string, label: string): string {
  return authenticator(secret, issuer, label).toString();
}

/** The time step a code belongs to, within what a clock may be off; null when it belongs to none. Compared in constant time. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = authenticator(secret).validate({ token: code, timestamp: now.getTime(), window: RULES.steps });
  return delta === null ? null : Math.floor(now.getTime() / PERIOD_MS) + delta;
}
