import { createContext, useContext, type ReactNode } from 'react';

export interface ResponseSink {
  status: number;
}

const ResponseContext = createContext<ResponseSink | null>(null);
const SubmissionContext = createContext<unknown>(null);

export interface ResponseProviderProps {
  /** Only on the server; a browser has no status to set. */
  sink?: ResponseSink | null;
  submission: unknown;
  children: ReactNode;
}

export function ResponseProvider({ sink = null, submission, children }: ResponseProviderProps) {
  return (
    <ResponseContext value={sink}>
      <SubmissionContext value={submission}>{children}</SubmissionContext>
    </ResponseContext>
  );
}

/** Lets a page that is itself the answer (not found, gone) say so in the status line. */
export function useResponseStatus(status: number): void {
  const sink = useContext(ResponseContext);
  // eslint-disable-next-line react-hooks/immutability -- the sink is the server's response, not React's state
  if (sink !== null) sink.status = status;
}

/**
 * What the server said to a form that was posted without JavaScript (problems, values typed), or null. Its shape is
 * agreed between the route that took the post and the page that shows it; the page parses it.
 */
export function useSubmission(): unknown {
  return useContext(SubmissionContext);
}
