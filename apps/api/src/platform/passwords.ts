import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_COST } from '@sos/domain';

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), PASSWORD_COST);
}

export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password.normalize('NFC'));
}
