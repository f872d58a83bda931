/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@sos/schema';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type VaultCopyQueryVariables = Exact<{ [key: string]: never; }>;


export type VaultCopyQuery = { vaultCopy: { __typename: 'VaultCopy', keptAt: string } | null };

export type DeleteVaultCopyMutationVariables = Exact<{ [key: string]: never; }>;


export type DeleteVaultCopyMutation = { deleteVaultCopy: { __typename: 'DeleteVaultCopyPayload', deleted: boolean } };


export const VaultCopyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VaultCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vaultCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keptAt"}}]}}]}}]} as unknown as DocumentNode<VaultCopyQuery, VaultCopyQueryVariables>;
export const DeleteVaultCopyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteVaultCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteVaultCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleted"}}]}}]}}]} as unknown as DocumentNode<DeleteVaultCopyMutation, DeleteVaultCopyMutationVariables>;