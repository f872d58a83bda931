/** The server's door: parses by hand, decrypts nothing, and reaches no OpenPGP library. */
export { sha256Hex } from './bytes.js';
export { joinMessage } from './framing.js';
export {
  gate,
  gateGrants,
  inspectChunk,
  inspectGrant,
  inspectMessage,
  inspectSeipd,
  type ChunkInspection,
  type GateRefusal,
  type GateRequest,
  type GateVerdict,
  type InspectedMessage,
  type InspectedPkesk,
  type InspectedSeipd,
  type MessageInspection,
  type MessageRefusal,
  type PkeskInspection,
} from './inspect-message.js';
export {
  inspectPublicKey,
  PUBLIC_KEY_MAX_BYTES,
  type InspectedKey,
  type InspectedSubkey,
  type KeyInspection,
  type KeyInspectionRefusal,
} from './inspect-public-key.js';
