import { sealedPlace, sealText, unsealText } from '@sos/database';

import type { Vaulted } from '../../platform/platform.types.js';
import type { SigningRecord } from '../campaigns/index.js';

export interface SealedPerson {
  readonly nameSealed: Uint8Array;
  readonly emailSealed: Uint8Array;
}

/** One of the campaign's two keys, which lie in its row wrapped by a key outside the database. */
export function unwrapCampaignKey(
  vaulted: Vaulted,
  campaign: Pick<SigningRecord, 'id' | 'duplicateKey' | 'dataKey'>,
  use: 'duplicate' | 'data',
): Buffer {
  const wrapped = use === 'duplicate' ? campaign.duplicateKey : campaign.dataKey;
  return vaulted.unwrapKey(wrapped, sealedPlace.campaignKey(campaign.id, use));
}

/** Bound to its campaign and row: moved elsewhere in the database, it does not open. */
export function sealPerson(
  dataKey: Uint8Array,
  campaignId: string,
  id: string,
  person: { readonly name: string; readonly email: string },
): SealedPerson {
  return {
    nameSealed: sealText(dataKey, person.name, sealedPlace.signature(campaignId, id, 'name')),
    emailSealed: sealText(dataKey, person.email, sealedPlace.signature(campaignId, id, 'email')),
  };
}

export function unsealEmail(dataKey: Uint8Array, campaignId: string, id: string, emailSealed: Uint8Array): string {
  return unsealText(dataKey, emailSealed, sealedPlace.signature(campaignId, id, 'email'));
}
