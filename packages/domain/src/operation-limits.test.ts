import { operationLimits } from './operation-limits.js';

test('every change is counted by account and by network, also one that nobody thought of', () => {
  expect(operationLimits('Mutation.somethingNew').map(({ per }) => per)).toEqual(['account', 'network']);
});

test('reading is counted only where the table says', () => {
  expect(operationLimits('Query.viewer')).toEqual([]);
  expect(operationLimits('Query.resources')).toHaveLength(1);
});

test('a person takes their whole data along five times an hour at most', () => {
  expect(operationLimits('Mutation.exportMyData')).toEqual([{ per: 'account', count: 5, seconds: 3_600 }]);
});
