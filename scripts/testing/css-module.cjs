/** Class names equal their keys, so a test may assert on a state class without a build. */
const names = new Proxy({}, { get: (_target, key) => (typeof key === 'string' ? key : undefined) });
module.exports = { __esModule: true, default: names };
