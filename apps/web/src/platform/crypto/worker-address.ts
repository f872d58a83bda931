import workerUrl from './crypto.worker.ts?worker&url';

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** The one place that turns a string into a script's address. Anything but our own built worker is refused. */
const policy = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes?.createPolicy('sos-worker', {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('not our worker');
    return url;
  },
});

export function startCryptoWorker(): Worker {
  // The DOM types know strings only; where Trusted Types are enforced this is a TrustedScriptURL.
  const address = (policy === undefined ? workerUrl : policy.createScriptURL(workerUrl)) as string;
  return new Worker(address, { type: 'module', name: 'sos-crypto' });
}
