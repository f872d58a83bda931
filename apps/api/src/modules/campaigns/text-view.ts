import type { TextRecord } from './campaign.repository.js';

/** A text as the API shows it. */
export type TextView = Omit<TextRecord, 'id' | 'campaignId' | 'hash' | 'basedOnVersion' | 'createdAt'> & {
  readonly hash: string;
};

export function toTextView({
  id: _id,
  campaignId: _campaign,
  basedOnVersion: _base,
  createdAt: _at,
  hash,
  ...text
}: TextRecord): TextView {
  return { ...text, hash: Buffer.from(hash).toString('hex') };
}
