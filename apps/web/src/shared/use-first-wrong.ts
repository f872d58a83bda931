import { useEffect, useRef, type RefObject } from 'react';

/** A group of choices cannot be invalid itself; what describes it then ends with its error. */
const WRONG = ":is(input, select, textarea)[aria-invalid='true'], fieldset[aria-describedby$='-error'] input";

/**
 * A refused form leads to its first wrong field, and what is written beside the field is read with it. Without that a screen reader
 * says nothing at all.
 * @param refusal null while nothing is refused
 */
export function useFirstWrong(refusal: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal !== null) form.current?.querySelector<HTMLElement>(WRONG)?.focus();
  }, [refusal]);
  return form;
}
