const { TestEnvironment } = require('jest-environment-jsdom');

/**
 * jsdom lacks WebCrypto, the text codecs and streams, and has a Uint8Array realm of its own, which OpenPGP.js refuses.
 * FormData stays jsdom's: Node's cannot read a form.
 */
const FROM_NODE = [
  'TextEncoder',
  'TextDecoder',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'CompressionStream',
  'DecompressionStream',
  'structuredClone',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'Uint8Array',
  'ArrayBuffer',
  'BroadcastChannel',
];

module.exports = class JsdomCryptoEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of FROM_NODE) this.global[name] = globalThis[name];
    Object.defineProperty(this.global, 'crypto', { value: globalThis.crypto, configurable: true });
  }
};
