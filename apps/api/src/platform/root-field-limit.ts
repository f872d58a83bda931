import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/**
 * A list comes whole, so one field at the root may cost as much as a page of ours, and a hundred bytes of query could ask for
 * all of it many times over. Fragments count for what they hold, wherever they are spread.
 */
export function limitRootFields(most: number): ValidationRule {
  return (context) => {
    const known = new Map<FragmentDefinitionNode, number>();

    function countOf(selection: SelectionNode): number {
      if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? 0 : 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return countAll(selection.selectionSet);
      const fragment = context.getFragment(selection.name.value);
      return fragment ? countFragment(fragment) : 0;
    }

    /** Each fragment is looked into once: spread within spread within spread would take for ever. */
    function countFragment(fragment: FragmentDefinitionNode): number {
      const count = known.get(fragment);
      if (count !== undefined) return count;
      // A fragment within itself is another rule's to refuse.
      known.set(fragment, 0);
      const counted = countAll(fragment.selectionSet);
      known.set(fragment, counted);
      return counted;
    }

    function countAll({ selections }: SelectionSetNode): number {
      return Math.min(
        selections.reduce((total, selection) => total + countOf(selection), 0),
        most + 1,
      );
    }

    return {
      OperationDefinition(operation) {
        // There is nothing to subscribe to; left to execution it would be a fault of ours.
        if (operation.operation === OperationTypeNode.SUBSCRIPTION)
          context.reportError(new GraphQLError('Subscriptions are not served.', { nodes: operation }));
        if (countAll(operation.selectionSet) > most)
          context.reportError(new GraphQLError('Too many fields at the root of one operation.', { nodes: operation }));
      },
    };
  };
}
