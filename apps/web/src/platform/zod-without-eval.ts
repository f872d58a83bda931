/**
 * zod compiles its checks with `new Function` where it may. Our policy forbids that, and even the question whether it may is a reported
 * violation. zod reads this when it loads, so this stays the first import of the entry.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
