/** Stands for a file that Vite would give an address: `?url`, `?worker&url`, fonts, plain style sheets. */
module.exports = { __esModule: true, default: '/assets/test-stub' };
