import { Notice } from '@sos/ui';

import type { ErrorCode } from '../../platform/graphql/error-code.js';
import { useErrorWords } from '../../shared/error-words.js';

/** What went wrong on the way, where nobody refused anything. */
export function ActProblem({ error }: { error: ErrorCode | null }) {
  const words = useErrorWords();
  if (error === null) return null;
  const { title, text } = words(error);
  return (
    <Notice tone="danger" role="alert" title={title}>
      <p>{text}</p>
    </Notice>
  );
}
