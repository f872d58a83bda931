/**
 * The operator's list of passwords that others have lost: a mark, then the first eight bytes of each SHA-1, in ascending order and
 * without gaps, so that a password is found by halving, in a few dozen reads, from a file of any size.
 */
export const BREACHED_PASSWORDS = {
  file: 'breached-passwords.bin',
  mark: 'SOS breached passwords 1\n',
  recordBytes: 8,
} as const;
