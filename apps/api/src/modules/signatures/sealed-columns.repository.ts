import { sealedPlace, sealText, unsealText } from '@sos/database';

export interface SealedPerson {
  readonly nameSealed: Uint8Array;
  readonly emailSealed: Uint8Array;
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
