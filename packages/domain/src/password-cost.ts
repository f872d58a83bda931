/** Argon2id (the library's default kind), 64 MiB, three passes: for whoever stores a password, the server, the seed and the set-up tool. */
export const PASSWORD_COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;
