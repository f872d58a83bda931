import { useRouteError } from 'react-router-dom';

import { ErrorNotice } from '../shared/error-boundary.js';

/** A screen that could not even be loaded, most often because a new version was deployed meanwhile. */
export function RouteError() {
  const error = useRouteError();
  return (
    <ErrorNotice
      error={error instanceof Error ? error : new Error('UNKNOWN')}
      onRetry={() => window.location.reload()}
    />
  );
}
