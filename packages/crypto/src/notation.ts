/** The notation whose value is the purpose of a detached signature (`gpg --sig-notation '!context@sos.example=…'`). */
export const CONTEXT_NOTATION = 'context@sos.example';
