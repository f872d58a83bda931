import { campaignApprovalHashInput, campaignTextHashInput, type ApprovedCampaign, type SignedText } from '@sos/domain';
import { createHash } from 'node:crypto';

const sha256 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(text, 'utf8').digest());

export function hashOfText(text: SignedText): Uint8Array<ArrayBuffer> {
  return sha256(campaignTextHashInput(text));
}

type ApprovedText = SignedText & Omit<ApprovedCampaign['texts'][number], 'sha256Hex'>;

/** Hex over all that an approver vouches for. @param texts the current one of every language. */
export function approvalHashOf(campaign: Omit<ApprovedCampaign, 'texts'>, texts: readonly ApprovedText[]): string {
  const input = campaignApprovalHashInput({
    ...campaign,
    texts: texts.map((text) => ({ ...text, sha256Hex: Buffer.from(hashOfText(text)).toString('hex') })),
  });
  return Buffer.from(sha256(input)).toString('hex');
}
