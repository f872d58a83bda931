const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types sos-worker";

/** One policy for every document of ours: nothing inline, no eval, no other origin. */
export const DOCUMENT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  TRUSTED_TYPES;

/** A worker lives under its own response's policy, not its page's: WebAssembly stays out of the page. */
export const CRYPTO_WORKER_CSP = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; ${TRUSTED_TYPES}`;

/** Everything that is not a document: were it opened as one, it could do nothing. */
export const DATA_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** A file whose worker holds keys: it is served under a policy of its own, whichever build it came from. */
export function isCryptoWorker(file: string): boolean {
  return /(?:^|[\\/])crypto[.-]worker[\w.-]*\.js$/.test(file);
}
