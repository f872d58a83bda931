import type { CryptoPort } from '@sos/crypto';
import { serveEngine } from '@sos/crypto/engine';

// A worker's global, which the DOM's types take for a window.
serveEngine(self as unknown as CryptoPort);
