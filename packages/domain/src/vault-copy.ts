/** A member's locked vault as the server may keep it: padded to one size, with a share that lies elsewhere. */
export const VAULT_SHARE_BYTES = 32;
/** One octet of version, a nonce, the padded vault, a tag. */
export const VAULT_COPY_BYTES = 1 + 12 + 128 * 1024 + 16;
