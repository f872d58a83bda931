/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@sos/schema';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type VaultKeyQueryVariables = Exact<{ [key: string]: never; }>;


export type VaultKeyQuery = { myKey: { __typename: 'EnrolledKey', fingerprint: string, bytes: string, inRoster: boolean, custody: string } | null };


export const VaultKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VaultKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"myKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fingerprint"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"inRoster"}},{"kind":"Field","name":{"kind":"Name","value":"custody"}}]}}]}}]} as unknown as DocumentNode<VaultKeyQuery, VaultKeyQueryVariables>;