import { campaignTextHashInput, campaignTextsHashInput, type SignedText } from '@sos/domain';
import { createHash } from 'node:crypto';

const sha256 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(text, 'utf8').digest());

export function hashOfText(text: SignedText): Uint8Array<ArrayBuffer> {
  return sha256(campaignTextHashInput(text));
}

/** Over every language: who approves, approves them all. */
export function hashOfTexts(texts: readonly SignedText[]): Uint8Array<ArrayBuffer> {
  return sha256(
    campaignTextsHashInput(
      texts.map((text) => ({ language: text.language, sha256Hex: Buffer.from(hashOfText(text)).toString('hex') })),
    ),
  );
}
