import type { DatabaseTransaction, Notices } from '../../platform/platform.types.js';
import type { PeopleRepository } from './people.repository.js';

/** Before somebody comes to speak for an organisation, those who do already hear of it: also whoever made it so, or whose session did. */
export async function tellFocalPoints(
  tx: DatabaseTransaction,
  { people, notices }: { readonly people: PeopleRepository; readonly notices: Notices },
  { organisationId, accountId }: { readonly organisationId: string; readonly accountId: string },
  now: Date,
): Promise<void> {
  const told = (await people.focalPointsOf(tx, organisationId, now)).filter((id) => id !== accountId);
  for (const id of told) await notices.tell(id, 'people.focalPointAdded', id, tx);
}
