import { CONTEXT_NOTATION } from '@sos/crypto/engine';

function quoted(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Beside the document, told apart by the key's id. */
export function signatureFile(file: string, fingerprint: string): string {
  return `${file}.${fingerprint.slice(-16)}.asc`;
}

/** For whoever keeps the key in GnuPG, or on a card. */
export function gpgCommand(file: string, purpose: string, fingerprint = 'YOUR-KEY'): string {
  return [
    'gpg --armor',
    `--local-user ${fingerprint.toUpperCase()}`,
    `--sig-notation ${quoted(`!${CONTEXT_NOTATION}=${purpose}`)}`,
    `--output ${quoted(signatureFile(file, fingerprint))}`,
    `--detach-sign ${quoted(file)}`,
  ].join(' ');
}
