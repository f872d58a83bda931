export interface OperationLimit {
  readonly per: 'account' | 'network';
  readonly count: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;

/** A person who works fast stays far below; an office behind one address too. */
const EVERY_MUTATION: readonly OperationLimit[] = [
  { per: 'account', count: 120, seconds: MINUTE },
  { per: 'network', count: 600, seconds: MINUTE },
];

/** Reading is bounded by what one operation may cost; these cost more than others, or are worth collecting. */
const PARTICULAR: Readonly<Record<string, readonly OperationLimit[]>> = {
  'Query.resources': [{ per: 'network', count: 300, seconds: MINUTE }],
  'Query.roster': [{ per: 'account', count: 240, seconds: HOUR }],
  // Everything there is about an account: nobody needs it often, and a thief would like it fresh.
  'Mutation.exportMyData': [{ per: 'account', count: 5, seconds: HOUR }],
  'Mutation.enrolKey': [{ per: 'account', count: 20, seconds: HOUR }],
};

/** @param operation `Query.field` or `Mutation.field`. Fixed windows, counted over every process together. */
export function operationLimits(operation: string): readonly OperationLimit[] {
  return PARTICULAR[operation] ?? (operation.startsWith('Mutation.') ? EVERY_MUTATION : []);
}
